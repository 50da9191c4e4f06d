package org.exchangesync.item.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.exchangesync.item.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoded words, parameters, addresses and dates as mailers write them. */
class HeaderValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?utf-8?q?caf=C3=A9?= au lait | café au lait",
                "a =?utf-8?q?b?= =?iso-8859-1?q?=E9?= c | a bé c",
                "=?utf-8*en?Q?with_language?= | with language",
                "=?utf-8?B?Y2Fm*w6k?= | café",
                "=?utf-8?Q?=3D?= =?= | = =?=",
                "=?utf-8?X?abc?= | =?utf-8?X?abc?=",
                "=?utf-8?Q?no end | =?utf-8?Q?no end",
                "=?no-such-charset?Q?caf=C3=A9?= | café",
                "=?utf-8?Q?blanks are wrong but common?= | blanks are wrong but common",
                "=?utf-8?Q??= | ''",
                "1 =? 2 ?= 3 | 1 =? 2 ?= 3",
            })
    void encodedWordsAreDecodedAndOthersLeft(String value, String expected) {
        assertThat(EncodedWords.decode(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=a.pdf | a.pdf",
                "attachment; filename = \"a b.pdf\" ; size=3 | a b.pdf",
                "attachment; filename=my file.pdf | my file.pdf",
                "attachment; filename=\"never closed | never closed",
                "attachment; filename=\"C:\\temp\\\"q\\\".txt\" | C:\\temp\"q\".txt",
                "attachment; x; filename=\"a;b.pdf\" | a;b.pdf",
                "attachment; filename*=utf-8''na%C3%AFve%20%.txt | naïve %.txt",
                "attachment; filename*1=b; filename*0=a | ab",
                "attachment; filename*0*=''%C3%A4; filename*1*=%C3%B6 | äö",
                "attachment; filename=\"=?utf-8?Q?=C3=A4.txt?=\" | ä.txt",
                "attachment; filename=plain; filename*=utf-8''better | plain",
                "(comment) attachment (another; one); filename=x | x",
            })
    void parametersAreReadLeniently(String value, String expected) {
        HeaderParameters parameters = HeaderParameters.parse(value);
        assertThat(parameters.value()).isEqualTo("attachment");
        assertThat(parameters.get("filename")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "anna@example.org | - | anna@example.org",
                "<anna@example.org> | - | anna@example.org",
                "Anna Lind <anna@example.org> | Anna Lind | anna@example.org",
                "\"Lind, Anna\" <anna@example.org> | Lind, Anna | anna@example.org",
                "anna@example.org (Anna (née Ek)) | Anna (née Ek) | anna@example.org",
                "=?utf-8?Q?Lind=2C_Anna?= <anna@example.org> | Lind, Anna | anna@example.org",
                "Anna <@relay.example,@other.example:anna@example.org> | Anna | anna@example.org",
                "\"anna lind\"@example.org | - | \"anna lind\"@example.org",
                "anna@[IPv6:::1] | - | anna@[IPv6:::1]",
                "Anna Lind anna@example.org | Anna Lind | anna@example.org",
                "Anna Lind <anna@example.org | Anna Lind | anna@example.org",
                "Anna Lind | Anna Lind | -",
                "anna @ example.org <anna@example.org> | anna @ example.org | anna@example.org",
                "friends: anna@example.org; | - | anna@example.org",
            })
    void anAddressIsReadHoweverItIsWritten(String value, String name, String address) {
        assertThat(AddressListParser.parse(value)).containsExactly(new EmailAddress(name, address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", ";;", "undisclosed-recipients:;", "<>", "()", "a:b:c:;"})
    void listsOfNobodyAreEmpty(String value) {
        assertThat(AddressListParser.parse(value)).isEmpty();
    }

    @Test
    void severalAddressesAreTakenApart() {
        assertThat(AddressListParser.parse(
                        "a@x.example, B <b@x.example>; team: c@x.example, d@x.example;, e@x.example"))
                .extracting(EmailAddress::address)
                .containsExactly("a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tue, 14 Oct 2025 09:15:30 +0200 | 2025-10-14T07:15:30Z",
                "Tue, 14 Oct 2025 09:15:30 +0200 (CEST (really)) | 2025-10-14T07:15:30Z",
                "14 Oct 2025 09:15 GMT | 2025-10-14T09:15:00Z",
                "Tuesday, 14 October 2025 09:15:30 EST | 2025-10-14T14:15:30Z",
                "Tue, 14 Oct 25 09:15:30 -0000 | 2025-10-14T09:15:30Z",
                "14 Oct 98 09:15:30 | 1998-10-14T09:15:30Z",
                "14 Oct 103 09:15:30 Z | 2003-10-14T09:15:30Z",
                "Tue Oct 14 09:15:30 2025 | 2025-10-14T09:15:30Z",
                "Tue Oct 14 09:15:30 PDT 2025 | 2025-10-14T16:15:30Z",
                "14-Oct-2025 09.15.30 GMT+0100 | 2025-10-14T08:15:30Z",
                "2025-10-14T09:15:30.123+02:00 | 2025-10-14T07:15:30Z",
                "2025-10-14 09:15:30 | 2025-10-14T09:15:30Z",
                "Tue, 14 Oct 2025 9:15:60 +9900 | 2025-10-14T09:15:59Z",
                "14 Oct 2025 09:15:30 PM +0000 | 2025-10-14T21:15:30Z",
            })
    void datesAreReadHoweverTheyAreWritten(String value, Instant expected) {
        assertThat(MimeDates.parse(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sometime", "31 Feb 2025 10:00:00 +0000", "14 Oct 2025", "10:00", "14 Oct 2025 25:00:00"})
    void dateThatCannotBeReadIsNull(String value) {
        assertThat(MimeDates.parse(value)).isNull();
    }
}
