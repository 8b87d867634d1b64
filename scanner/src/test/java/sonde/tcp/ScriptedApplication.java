// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what it is told, and does what a test has put into its fields. */
final class ScriptedApplication implements Application {

    /** Such as {@code open}, {@code input hello}, {@code end}, {@code timer}, {@code FINISHED}. */
    final List<String> events = new ArrayList<>();

    Consumer<Connection> onOpen = _ -> {};
    Consumer<Connection> onInput = connection -> connection.consume(connection.inputLength());
    Consumer<Connection> onTimer = _ -> {};
    Consumer<Connection> onClose = _ -> {};

    static boolean say(Connection connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return connection.send(bytes, 0, bytes.length);
    }

    static String heard(Connection connection) {
        return new String(
                connection.input(), 0, connection.inputLength(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void onOpen(Connection connection) {
        events.add("open");
        onOpen.accept(connection);
    }

    @Override
    public void onInput(Connection connection) {
        if (connection.inputLength() > 0) {
            events.add("input " + heard(connection));
        }
        if (connection.isInputEnded()) {
            events.add("end");
        }
        onInput.accept(connection);
    }

    @Override
    public void onTimer(Connection connection) {
        events.add("timer");
        onTimer.accept(connection);
    }

    @Override
    public void onClose(Connection connection, CloseReason reason) {
        events.add(reason.name());
        onClose.accept(connection);
    }
}
