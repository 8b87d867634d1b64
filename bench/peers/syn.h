/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What the senders written in C have in common: the frame, the clock, the arguments and the report. The frame is the
 * one Sonde sends, a TCP SYN with the MSS option, 58 bytes; its target, source port and sequence number change with
 * every frame, and both checksums are right. Addresses are those of bench/lab.sh.
 */
#ifndef SYN_H
#define SYN_H

#include <errno.h>
#include <net/if.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SYN_BYTES = 58,   /* 14 Ethernet, 20 IPv4, 24 TCP with one option */
    SYN_IP = 14,      /* where the IPv4 header begins */
    SYN_TCP = 34,     /* where the TCP header begins */
    SYN_BATCH = 64,   /* frames a system call, as Sonde has it */
    SECONDS_MAX = 600 /* no run is longer */
};

static const uint8_t syn_template[SYN_BYTES] = {
    0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x00, /* to the far side, from the near one, IPv4 */
    0x45, 0, 0, 44, 0, 0, 0, 0, 255, 6, 0, 0,                   /* 44 bytes, time to live 255, TCP */
    198, 19, 255, 1, 198, 18, 0, 0,                             /* from the near side, to 198.18.0.0/16 */
    0, 0, 0, 80, 0, 0, 0, 0, 0, 0, 0, 0,                        /* port 80 */
    0x60, 0x02, 0x04, 0x00, 0, 0, 0, 0,                         /* 24 bytes, SYN, window 1024 */
    2, 4, 0x05, 0xb4,                                           /* MSS 1460 */
};

static volatile sig_atomic_t syn_stopped;

static inline void syn_put16(uint8_t *at, uint32_t value)
{
    at[0] = value >> 8;
    at[1] = value;
}

/* The sum of big-endian 16-bit words, not folded; the count of bytes is even. */
static inline uint32_t syn_sum(const uint8_t *at, int bytes)
{
    uint32_t sum = 0;

    for (int i = 0; i < bytes; i += 2)
        sum += at[i] << 8 | at[i + 1];
    return sum;
}

static inline uint32_t syn_checksum(uint32_t sum)
{
    sum = (sum & 0xffff) + (sum >> 16);
    return ~(sum + (sum >> 16)) & 0xffff;
}

/* Writes probe number n. */
static inline void syn_write(uint8_t *frame, uint64_t n)
{
    uint64_t mixed = (n + 1) * 0x9e3779b97f4a7c15u; /* any odd number: neighbours must differ in all fields */
    uint32_t target = mixed >> 48, source_port = 32768 + (mixed >> 32 & 0x3fff), sequence = mixed;

    memcpy(frame, syn_template, SYN_BYTES);
    syn_put16(frame + SYN_IP + 4, mixed >> 16); /* identification */
    syn_put16(frame + SYN_IP + 18, target);
    syn_put16(frame + SYN_TCP, source_port);
    syn_put16(frame + SYN_TCP + 4, sequence >> 16);
    syn_put16(frame + SYN_TCP + 6, sequence);
    syn_put16(frame + SYN_IP + 10, syn_checksum(syn_sum(frame + SYN_IP, SYN_TCP - SYN_IP)));
    /* The pseudo header is the addresses, the protocol and the segment's length. */
    syn_put16(frame + SYN_TCP + 16,
              syn_checksum(syn_sum(frame + SYN_IP + 12, SYN_BYTES - SYN_IP - 12) + 6 + SYN_BYTES - SYN_TCP));
}

static inline void die(const char *what)
{
    perror(what);
    exit(1);
}

static inline double now_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static inline void syn_stop(int signal)
{
    (void) signal;
    syn_stopped = 1;
}

/* Reads INTERFACE SECONDS, the first two arguments; from here on an interrupt ends the run with its report. */
static inline int syn_arguments(int count, char **arguments, double *seconds)
{
    int interface = count < 3 ? 0 : if_nametoindex(arguments[1]);

    *seconds = count < 3 ? 0 : atof(arguments[2]);
    if (interface == 0 || !(*seconds > 0 && *seconds <= SECONDS_MAX)) {
        fprintf(stderr, "%s: needs the name of an interface and 1 to %d seconds\n", arguments[0], SECONDS_MAX);
        exit(2);
    }
    signal(SIGINT, syn_stop);
    signal(SIGTERM, syn_stop);
    return interface;
}

static inline void syn_report(uint64_t frames, double seconds)
{
    printf("%llu frames in %.3f s: %.0f packets a second\n", (unsigned long long) frames, seconds, frames / seconds);
}

#endif
