// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/**
 * What a service said, or what was learned of it. The text is as it came from the network: whatever
 * bytes; outputs escape it.
 */
public final class Banner {

    /** The longest text, in bytes. */
    public static final int LENGTH_MAX_BYTES = 1 << 16;

    private final Service service;
    private final Recognition recognition;
    private final byte[] text;

    /**
     * @param text is kept, not copied
     */
    public Banner(Service service, Recognition recognition, byte[] text) {
        if (text.length > LENGTH_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a banner of " + text.length + " bytes, must be up to " + LENGTH_MAX_BYTES);
        }
        this.service = service;
        this.recognition = recognition;
        this.text = text;
    }

    public Service service() {
        return service;
    }

    /** How the service was recognised. */
    public Recognition recognition() {
        return recognition;
    }

    public int lengthBytes() {
        return text.length;
    }

    /**
     * One byte of the text, 0 to 255.
     *
     * @param index 0 to {@link #lengthBytes} - 1
     */
    public int at(int index) {
        return text[index] & 0xFF;
    }
}
