/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Drops every frame that arrives at an interface, in its driver, until it is ended; the interface counts them. The
 * program hangs on a BPF link, which ends with this process however it ends. For bench/lab.sh only.
 *
 * usage: xdp_drop INTERFACE
 */
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RUN_SECONDS_MAX = 3600 };

static int bpf(int command, union bpf_attr *attributes)
{
    int fd = syscall(SYS_bpf, command, attributes, sizeof *attributes);

    if (fd < 0)
        perror(command == BPF_PROG_LOAD ? "BPF_PROG_LOAD" : "BPF_LINK_CREATE");
    return fd;
}

int main(int count, char **arguments)
{
    int interface = count < 2 ? 0 : if_nametoindex(arguments[1]);
    struct bpf_insn drop[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_DROP},
        {.code = BPF_JMP | BPF_EXIT},
    };
    union bpf_attr load, link;

    if (interface == 0) {
        fprintf(stderr, "xdp_drop: needs the name of an interface\n");
        return 2;
    }
    memset(&load, 0, sizeof load);
    load.prog_type = BPF_PROG_TYPE_XDP;
    load.insn_cnt = sizeof drop / sizeof *drop;
    load.insns = (uintptr_t) drop;
    load.license = (uintptr_t) "Apache-2.0";
    memset(&link, 0, sizeof link);
    link.link_create.prog_fd = bpf(BPF_PROG_LOAD, &load);
    link.link_create.target_ifindex = interface;
    link.link_create.attach_type = BPF_XDP;
    link.link_create.flags = XDP_FLAGS_DRV_MODE;
    if ((int) link.link_create.prog_fd < 0 || bpf(BPF_LINK_CREATE, &link) < 0)
        return 1;
    printf("dropping\n");
    fflush(stdout);
    alarm(RUN_SECONDS_MAX);
    pause();
    return 0;
}
