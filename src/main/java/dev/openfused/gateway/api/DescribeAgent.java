package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.MeshFile;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code describeAgent}: who lives here and its public keys (protocol section 6, {@code GET /config}). */
public final class DescribeAgent implements Processor {
    private final MeshFile mesh;

    /**
     * The step.
     *
     * @param mesh the store's identity
     */
    public DescribeAgent(MeshFile mesh) {
        this.mesh = mesh;
    }

    @Override
    public void process(Exchange exchange) throws StoreException {
        Mesh agent = mesh.read();
        HttpAnswer.json(
                exchange,
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", agent.id())
                        .put("name", agent.name())
                        .put("publicKey", agent.publicKey())
                        .put("encryptionKey", agent.encryptionKey()));
    }
}
