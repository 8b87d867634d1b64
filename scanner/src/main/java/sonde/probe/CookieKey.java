// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The secret of a scan: the 128-bit SipHash key behind its cookies, and whatever else must look
 * random to the outside but come out the same for the same target.
 *
 * <p>Independent of the seed, which fixes the order of a scan and may be published. Not to be
 * written anywhere but into a checkpoint: who has it can forge answers.
 */
public final class CookieKey {

    private final long k0;
    private final long k1;

    /**
     * A given key.
     *
     * @param k0 the first eight bytes of the key, little-endian as in the SipHash paper
     * @param k1 the last eight bytes
     */
    public CookieKey(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /**
     * A new key from the kernel's random generator (urandom(4)). Read directly: SecureRandom reads
     * the same, but loads the security providers first, some 20 ms of every start.
     */
    public static CookieKey random() {
        try (InputStream urandom = new FileInputStream("/dev/urandom")) {
            ByteBuffer bytes = ByteBuffer.wrap(urandom.readNBytes(2 * Long.BYTES));
            return new CookieKey(bytes.getLong(), bytes.getLong());
        } catch (IOException e) {
            throw new UncheckedIOException("no random numbers from /dev/urandom", e);
        }
    }

    /** The first half, as a checkpoint stores it. */
    public long k0() {
        return k0;
    }

    /** The second half, as a checkpoint stores it. */
    public long k1() {
        return k1;
    }

    /**
     * A number for another purpose that tells nothing of this key.
     *
     * @param purpose what for; different words give unrelated numbers
     */
    public long derive(String purpose) {
        return SipHash24.hash(k0, k1, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secret, so that it can't slip into a log. */
    @Override
    public String toString() {
        return "CookieKey[secret]";
    }
}
