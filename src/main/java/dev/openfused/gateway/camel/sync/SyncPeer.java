package dev.openfused.gateway.camel.sync;

import dev.openfused.gateway.sync.PeerSync;
import dev.openfused.gateway.sync.SyncReport;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code syncPeer}: one exchange with the peer that the property {@code peer} names, unless it is left alone for
 * a while because it does not answer. What a peer does wrong is logged when it begins and when it is over.
 */
public final class SyncPeer implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(SyncPeer.class);
    private static final String PEER = "peer";

    private final PeerSync sync;
    private final SyncLinks links;
    private final Semaphore places;

    /**
     * The step.
     *
     * @param sync does it
     * @param links the peers
     * @param parallel how many exchanges at a time
     */
    public SyncPeer(PeerSync sync, SyncLinks links, int parallel) {
        this.sync = sync;
        this.links = links;
        this.places = new Semaphore(parallel, true);
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        SyncLinks.Link link = links.to(exchange.getProperty(PEER, "", String.class));
        if (link == null) {
            return; // removed a moment ago
        }
        link.heartbeat().begin();
        try {
            sync(link);
        } finally {
            link.heartbeat().end();
        }
    }

    private void sync(SyncLinks.Link link) throws InterruptedException {
        if (!sync.isDue(link.peer(), link.pace())) {
            return; // left alone
        }
        places.acquire();
        try {
            SyncReport report = sync.run(link.peer(), link.source(), link.pace(), () -> isOpen(link));
            if (!isOpen(link)) {
                return; // removed meanwhile: that its connections were closed is no fault of the peer's
            }
            if (report.isNews()) {
                LOG.info("sync with {}", report.summary());
            }
            link.condition().after(report).forEach(LOG::warn);
        } finally {
            places.release();
        }
    }

    private boolean isOpen(SyncLinks.Link link) {
        return links.to(link.peer().name()) == link;
    }
}
