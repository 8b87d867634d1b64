// SPDX-License-Identifier: Apache-2.0
package sonde.link;

/**
 * How many queues a link is asked for; it may have fewer.
 *
 * @param transmit for as many transmit agents, 1 or more
 * @param receive for as many receive agents, 1 or more
 */
public record QueueCounts(int transmit, int receive) {

    /** One each way. */
    public static final QueueCounts ONE = new QueueCounts(1, 1);

    public QueueCounts {
        if (transmit < 1 || receive < 1) {
            throw new IllegalArgumentException(
                    transmit + " and " + receive + ", must be 1 or more");
        }
    }
}
