// SPDX-License-Identifier: Apache-2.0
package sonde.stat;

/**
 * The catalogue of what is counted. Each counter is written by one agent; the sums that must hold
 * at the end of a scan are in {@code docs/ARCHITECTURE.md}.
 */
public enum Counter {
    /** Probes generated: sent + dropped + refused + unreached + unrouted + withheld. */
    PROBES_MADE("probes generated"),
    /** Probes the kernel took and, as far as it tells, did not drop afterwards. */
    PROBES_SENT("probes sent"),
    /** Probes the kernel took and the interface dropped, as that one's counters tell. */
    PROBES_DROPPED("probes the interface dropped"),
    /** Probes the kernel refused for good. */
    PROBES_REFUSED("probes the kernel refused"),
    /** Probes not sent because their on-link target did not answer ARP or neighbour discovery. */
    PROBES_UNREACHED("probes not sent, target did not answer ARP or neighbour discovery"),
    /** Probes not sent because their target is routed through no interface of the scan. */
    PROBES_UNROUTED("probes not sent, target not routed through the interface"),
    /** Probes not sent because the scan was stopped while they waited. */
    PROBES_WITHHELD("probes not sent, scan was stopped"),
    /** ARP requests and neighbour solicitations sent while scanning, probes apart. */
    NEIGHBOURS_ASKED("ARP requests and neighbour solicitations sent"),
    /** Segments of conversations that the kernel took. */
    SEGMENTS_SENT("segments of conversations sent"),
    /** Segments of conversations that the kernel refused for good. */
    SEGMENTS_REFUSED("segments of conversations the kernel refused"),
    /** The same from others, for source addresses that the host does not have, answered. */
    NEIGHBOURS_ANSWERED("ARP requests and neighbour solicitations answered"),
    /** Times the kernel had no room and the batch was offered again. */
    SEND_RETRIES("batches offered again, kernel had no room"),
    /** Frames taken from the receive queue: malformed + neighbour + foreign + talk + ours. */
    FRAMES_RECEIVED("frames received"),
    /** Frames dropped by the kernel because the receive ring was full. */
    FRAMES_DROPPED("frames dropped, receive ring full"),
    /** Frames dropped by the kernel because no buffer was free (AF_XDP). */
    FRAMES_STARVED("frames dropped, no free buffer"),
    /** Frames dropped by the kernel because the queue could not take them (AF_XDP). */
    FRAMES_UNFIT("frames dropped, unfit for the queue"),
    /** Frames too short or contradictory to parse. */
    FRAMES_MALFORMED("frames malformed"),
    /** Messages of ARP and neighbour discovery, answers to probes apart. */
    FRAMES_NEIGHBOUR("messages of ARP and neighbour discovery"),
    /** Frames that are no answer to a probe: wrong kind, or a cookie that doesn't fit. */
    FRAMES_FOREIGN("frames not ours"),
    /** Segments of conversations. */
    FRAMES_TALK("segments of conversations"),
    /** Answers that prove themselves: duplicate + hidden + the shown ones, by status. */
    ANSWERS_OURS("answers ours"),
    /** Answers that repeat one already taken. */
    ANSWERS_DUPLICATE("answers duplicate"),
    /** First answers that say open. */
    ANSWERS_OPEN("open"),
    /** First answers that say closed and are reported. */
    ANSWERS_CLOSED("closed"),
    /** First answers that say filtered and are reported. */
    ANSWERS_FILTERED("filtered"),
    /** First answers that say unfiltered and are reported. */
    ANSWERS_UNFILTERED("unfiltered"),
    /** First answers that say up and are reported. */
    ANSWERS_UP("up"),
    /** First answers not asked for ({@code --show}). */
    ANSWERS_HIDDEN("answers not shown"),
    /** Networks in which every address answers. */
    PREFIXES_ALIASED("aliased prefixes"),
    /** Open ports that were talked to: recognised + unknown + silent + pretended + broken off. */
    TALKS_OPENED("conversations"),
    /** Conversations whose service was recognised. */
    TALKS_RECOGNISED("conversations with a service that was recognised"),
    /** Conversations whose service said something that no protocol knows. */
    TALKS_UNKNOWN("conversations with a service unknown"),
    /** Conversations with a server that said nothing. */
    TALKS_SILENT("conversations with a silent server"),
    /** Conversations with what is no service: a middlebox or a tarpit. */
    TALKS_PRETENDED("conversations with a pretended service"),
    /** Conversations that the end of the scan broke off. */
    TALKS_BROKEN_OFF("conversations broken off by the end of the scan"),
    /** Open ports that wait for a place in the table of connections, at this moment. */
    TALKS_WAITING("conversations that wait for their turn"),
    /** Open ports that were not talked to because even the queue for the table was full. */
    TALKS_ABANDONED("conversations abandoned, no place"),
    /** Handshakes of conversations: a conversation may take several. */
    HANDSHAKES("handshakes"),
    /** Banners reported. */
    BANNERS("banners"),
    /** Records handed to the outputs. */
    RECORDS_WRITTEN("records written"),
    /** Records that the user's filter keeps from the outputs. */
    RECORDS_LEFT_OUT("records left out by the filter"),
    /** Records that were reported before the scan was resumed. */
    RECORDS_REPEATED("records reported before the scan was resumed");

    private final String meaning;

    Counter(String meaning) {
        this.meaning = meaning;
    }

    /** What is counted, as shown to the user. */
    public String meaning() {
        return meaning;
    }
}
