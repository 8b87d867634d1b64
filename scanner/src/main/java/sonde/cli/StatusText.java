// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.ScanStatus;

/**
 * A {@link ScanStatus} as text for people and as JSON for programs, both in masscan's form with
 * Sonde's additions.
 */
final class StatusText {

    private static final int HOUR_SECONDS = 3600;
    private static final int MINUTE_SECONDS = 60;

    /** Beyond this a forecast says nothing: ten thousand hours. */
    private static final double FORECAST_MAX_SECONDS = 10_000.0 * HOUR_SECONDS;

    private StatusText() {}

    /**
     * One line, such as {@code rate: 0.50-kpps, 1.29% done, 0:07:38 remaining, found=54, lost=0}.
     */
    static String line(ScanStatus status) {
        StringBuilder text = new StringBuilder(100);
        text.append("rate:");
        Decimals.append(text, status.ratePps() / 1000, 2, 6);
        text.append("-kpps, ");
        Decimals.append(text, percent(status), 2, 5);
        text.append("% done, ");
        switch (status.state()) {
            case RUNNING -> appendRemaining(text, status.remainingSeconds());
            case WAITING -> {
                if (status.waitingSeconds() == 0 && status.talking() > 0) {
                    text.append("talking");
                } else {
                    appendWaiting(text, status.waitingSeconds());
                }
            }
            case PAUSED -> text.append("paused");
            case FINISHED -> text.append("finished");
        }
        text.append(", found=").append(status.found()).append(", lost=").append(status.lost());
        if (status.talking() > 0) {
            text.append(", talking=").append(status.talking());
        }
        return text.toString();
    }

    /** One JSON object on one line, without the newline. */
    static String json(ScanStatus status) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"state\":\"")
                .append(status.state().label())
                .append("\",\"rate\":{\"kpps\":");
        Decimals.append(json, status.ratePps() / 1000, 2, 0);
        json.append(",\"pps\":");
        Decimals.append(json, status.ratePps(), 2, 0);
        json.append("},\"progress\":{\"percent\":");
        Decimals.append(json, percent(status), 2, 0);
        switch (status.state()) {
            case RUNNING -> appendEtaJson(json, status.remainingSeconds());
            case WAITING -> {
                json.append(",\"seconds\":");
                if (isForecast(status.waitingSeconds())) {
                    json.append((long) Math.ceil(status.waitingSeconds()));
                } else {
                    json.append("null");
                }
            }
            case PAUSED, FINISHED -> {}
        }
        json.append(",\"syn\":{\"sent\":").append(status.sent());
        json.append(",\"total\":").append(status.total());
        long done = Math.round(status.total() * status.doneFraction());
        json.append(",\"remaining\":").append(Math.max(0, status.total() - done));
        json.append(",\"refused\":").append(status.refused());
        json.append("},\"found\":").append(status.found());
        json.append(",\"received\":").append(status.received());
        json.append(",\"lost\":").append(status.lost());
        if (status.talking() > 0) {
            json.append(",\"talking\":").append(status.talking());
        }
        json.append("},\"elapsed\":");
        Decimals.append(json, status.elapsedNanos() / 1e9, 3, 0);
        return json.append('}').toString();
    }

    /** Hours, minutes and seconds, such as {@code 0:07:38}. */
    static void appendClock(StringBuilder text, long seconds, int hoursWidthMin) {
        Decimals.append(text, seconds / HOUR_SECONDS, hoursWidthMin, ' ');
        text.append(':');
        Decimals.append(text, seconds / MINUTE_SECONDS % MINUTE_SECONDS, 2, '0');
        text.append(':');
        Decimals.append(text, seconds % MINUTE_SECONDS, 2, '0');
    }

    private static double percent(ScanStatus status) {
        return 100 * Math.clamp(status.doneFraction(), 0.0, 1.0);
    }

    private static void appendRemaining(StringBuilder text, double seconds) {
        if (isForecast(seconds)) {
            appendClock(text, (long) Math.ceil(seconds), 3);
        } else {
            text.append("  -:--:--");
        }
        text.append(" remaining");
    }

    private static void appendWaiting(StringBuilder text, double seconds) {
        text.append("waiting ");
        if (isForecast(seconds)) {
            text.append((long) Math.ceil(seconds)).append("-secs");
        } else {
            text.append("forever");
        }
    }

    private static void appendEtaJson(StringBuilder json, double remainingSeconds) {
        json.append(",\"eta\":");
        if (!isForecast(remainingSeconds)) {
            json.append("null");
            return;
        }
        long seconds = (long) Math.ceil(remainingSeconds);
        json.append("{\"hours\":").append(seconds / HOUR_SECONDS);
        json.append(",\"mins\":").append(seconds / MINUTE_SECONDS % MINUTE_SECONDS);
        json.append(",\"seconds\":").append(seconds % MINUTE_SECONDS).append('}');
    }

    /** Whether a number of seconds can be told; NaN, infinity and what is negative can't. */
    private static boolean isForecast(double seconds) {
        return seconds >= 0 && seconds <= FORECAST_MAX_SECONDS;
    }
}
