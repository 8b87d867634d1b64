// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** An output can't be opened or written; the message is one line for the user. */
public class OutputException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean isTemporary;

    OutputException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /**
     * @param isTemporary as {@link #isTemporary()}
     */
    OutputException(String message, boolean isTemporary, @Nullable Throwable cause) {
        super(message, cause);
        this.isTemporary = isTemporary;
    }

    /**
     * Whether the output may be opened again where it stood, once what stands in its way is gone.
     */
    public boolean isTemporary() {
        return isTemporary;
    }

    /**
     * Says what went wrong while writing.
     *
     * @param name the destination as the user wrote it
     * @param pipe whether it is a pipe, FIFO or socket, where a failure means the reader is gone
     */
    static OutputException whileWriting(String name, boolean pipe, IOException cause) {
        // The kernel's words, untranslated in the C locale; a translated text is shown as it is.
        String reason = String.valueOf(cause.getMessage());
        if (pipe || reason.equals("Broken pipe")) {
            return new BrokenPipeException("the reader of " + name + " is gone", cause);
        }
        if (isFull(cause)) {
            return new OutputException(
                    "disk full while writing "
                            + name
                            + ": free some space or choose another place; what was written is"
                            + " whole",
                    cause);
        }
        return new OutputException("cannot write " + name + ": " + reason, cause);
    }

    /** The same of a regular file, to which more can be written when there is room again. */
    static OutputException whileWritingFile(String name, IOException cause) {
        OutputException failure = whileWriting(name, false, cause);
        return isFull(cause)
                ? new OutputException(String.valueOf(failure.getMessage()), true, cause)
                : failure;
    }

    /** Whether something can't be written for want of room. */
    public static boolean isFull(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        return reason.equals("No space left on device") || reason.equals("Disk quota exceeded");
    }

    /** Says what went wrong while reading a file that is to be continued or grouped. */
    static OutputException whileReading(String name, IOException cause) {
        return new OutputException(
                "cannot read " + name + ": " + cause.getMessage() + ": allow it to be read", cause);
    }
}
