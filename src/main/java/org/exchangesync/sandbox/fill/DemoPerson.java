package org.exchangesync.sandbox.fill;

/**
 * Somebody who writes or gets mail in the demo data.
 *
 * @param language the language of the mail, such as {@code de}
 */
record DemoPerson(String address, String name, String language) {
    String host() {
        return address.substring(address.indexOf('@') + 1);
    }

    String firstName() {
        return name.contains(" ") ? name.substring(0, name.indexOf(' ')) : name;
    }
}
