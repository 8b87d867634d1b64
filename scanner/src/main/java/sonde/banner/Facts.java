// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.util.List;

/**
 * The text of a banner put together from what a server said of itself: words {@code key=value},
 * separated by a space. A value with a space or quotation mark in it stands in quotation marks.
 */
public final class Facts {

    private final StringBuilder text = new StringBuilder();

    /** Adds a word of our own. */
    public Facts word(String word) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(word);
        return this;
    }

    /** Adds what is known of something; nothing if the value is empty. */
    public Facts put(String key, String value) {
        if (value.isEmpty()) {
            return this;
        }
        word(key).text.append('=');
        if (value.indexOf(' ') < 0 && value.indexOf('"') < 0) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\\\"")).append('"');
        }
        return this;
    }

    public Facts put(String key, long value) {
        return put(key, Long.toString(value));
    }

    /** Adds values separated by commas; nothing if there are none. */
    public Facts put(String key, List<String> values) {
        return put(key, String.join(",", values));
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
