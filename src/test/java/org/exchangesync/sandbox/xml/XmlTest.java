package org.exchangesync.sandbox.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlTest {
    private static Xml read(String text) throws XmlException {
        return XmlReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] write(Xml xml) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new XmlWriter(out).document(xml);
        return out.toByteArray();
    }

    @Test
    void whateverTextIsWrittenIsReadAgain() throws Exception {
        for (String text : List.of(
                "plain",
                "<a href=\"x\">&amp;</a> ]]>",
                "Größe 大きさ \uD83D\uDE00 end",
                "tab\tline\r\nline\rreturn",
                " spaces ",
                "x".repeat(40_000) + "é" + "y".repeat(40_000))) {
            Xml element = Xml.t("Subject", text).with("Key", text);
            assertThat(XmlReader.read(new ByteArrayInputStream(write(element)))).isEqualTo(element);
        }
    }

    @Test
    void whatXmlCannotCarryIsReplaced() throws Exception {
        Xml read = XmlReader.read(
                new ByteArrayInputStream(write(Xml.t("Subject", "a\u0000b\u001Fc\uD800d\uFFFFe\u007Ff"))));
        assertThat(read.text()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\u007Ff");
    }

    @Test
    void binaryContentOfAnyLengthIsWrittenAsOneBase64() throws Exception {
        for (int length : List.of(0, 1, 2, 3, 24_575, 24_576, 24_577, 100_000)) {
            byte[] bytes = new byte[length];
            new java.util.Random(length).nextBytes(bytes);
            Xml read = XmlReader.read(
                    new ByteArrayInputStream(write(Xml.base64("Content", () -> new ByteArrayInputStream(bytes)))));
            assertThat(java.util.Base64.getDecoder().decode(read.text())).isEqualTo(bytes);
        }
    }

    @Test
    void layoutIsNoContent() throws Exception {
        Xml read = read("<a xmlns='urn:x'>\n  <b>1</b>\n  <b/>\n</a>");
        assertThat(read.text()).isEmpty();
        assertThat(read.children()).hasSize(2);
        assertThat(read.namespace()).isEqualTo("urn:x");
    }

    @Test
    void whatIsNotWellFormedNamesItsPlace() {
        for (String broken : List.of(
                "", "<a>", "<a></b>", "<a>&undefined;</a>", "<a b=1/>", "<a/><b/>", "text", "<a>\n   ", "<a>x")) {
            assertThatThrownBy(() -> read(broken)).isInstanceOf(XmlException.class);
        }
        assertThatThrownBy(() -> read("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"))
                .isInstanceOf(XmlException.class)
                .hasMessageContaining("document type");
    }
}
