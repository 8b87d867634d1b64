// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/** The tasks by which {@code --help} groups options. */
enum Section {
    TARGETS("TARGETS"),
    PORTS("PORTS"),
    SPEED("SPEED"),
    NETWORK("NETWORK"),
    BANNERS("BANNERS"),
    OUTPUT("OUTPUT"),
    ORDER("ORDER AND SHARDS"),
    OTHER("OTHER");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
