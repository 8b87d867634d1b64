// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.util.List;

/** A far side that is a link itself. */
public record LinkFar(Link link, Link other) implements FrameLinkContract.Far {

    @Override
    public void send(List<byte[]> frames) {
        Links.send(other.sink(), frames);
    }

    @Override
    public List<byte[]> receive(int count) {
        return Links.receive(other.source(), count);
    }

    @Override
    public void close() {
        link.close();
        other.close();
    }
}
