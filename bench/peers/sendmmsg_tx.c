/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Sends SYNs by a packet socket as fast as it can: sendmmsg, past the queueing discipline. What a link of kind packet
 * costs without a JVM around it.
 *
 * usage: sendmmsg_tx INTERFACE SECONDS
 */
#define _GNU_SOURCE
#include "syn.h"

#include <linux/if_packet.h>
#include <sys/socket.h>

int main(int count, char **arguments)
{
    static uint8_t frames[SYN_BATCH][64]; /* one cache line each */
    struct mmsghdr messages[SYN_BATCH] = {0};
    struct iovec parts[SYN_BATCH];
    double seconds;
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET,
        .sll_ifindex = syn_arguments(count, arguments, &seconds),
    };
    int on = 1;
    int socket_fd = socket(AF_PACKET, SOCK_RAW, 0); /* protocol 0: it receives nothing */

    if (socket_fd < 0)
        die("socket");
    if (setsockopt(socket_fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on))
        die("PACKET_QDISC_BYPASS");
    if (bind(socket_fd, (struct sockaddr *) &address, sizeof address))
        die("bind");
    for (int i = 0; i < SYN_BATCH; i++) {
        parts[i] = (struct iovec) {frames[i], SYN_BYTES};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }

    uint64_t sent = 0;
    double begin = now_seconds(), end = begin;
    while (!syn_stopped && end - begin < seconds) {
        for (int i = 0; i < SYN_BATCH; i++)
            syn_write(frames[i], sent + i);
        for (int done = 0; done < SYN_BATCH && !syn_stopped;) {
            int accepted = sendmmsg(socket_fd, messages + done, SYN_BATCH - done, 0);
            if (accepted > 0) {
                done += accepted;
                sent += accepted;
            } else if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR) {
                die("sendmmsg");
            }
            if (done < SYN_BATCH && now_seconds() - begin >= seconds)
                break;
        }
        end = now_seconds();
    }
    syn_report(sent, end - begin);
    return 0;
}
