package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Gives the steps their names in every Camel context that has this jar on its class path. They work on the store that the
 * property {@code openfuse.store} names (default {@code store}), and open it when a route first uses one of them. A bean
 * that the application bound under the same name before wins.
 */
public final class OpenFuseSteps implements ContextServicePlugin {
    /** Made by the service loader. */
    public OpenFuseSteps() {}

    @Override
    public void load(CamelContext context) {
        bind(context, "verifySignature", store -> new VerifySignature(verifier()));
        bind(context, "decryptMessage", store -> new DecryptMessage(store, SignatureEngine.best()));
        bind(context, "openMessage", store -> new OpenMessage(new StoreOpener(store, verifier())));
        bind(context, "encryptMessage", store -> new EncryptMessage(store, sealer()));
        bind(context, "signMessage", store -> new SignMessage(store, sealer()));
        bind(context, "sealMessage", store -> new SealMessage(store, sealer()));
    }

    private static void bind(CamelContext context, String name, Function<Store, Processor> step) {
        if (context.getRegistry().lookupByName(name) == null) {
            context.getRegistry().bind(name, Processor.class, () -> step.apply(store(context)));
        }
    }

    private static Store store(CamelContext context) {
        Path root = Path.of(context.resolvePropertyPlaceholders("{{openfuse.store:store}}"));
        try {
            return Store.open(root);
        } catch (StoreException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    private static MessageVerifier verifier() {
        return new MessageVerifier(SignatureEngine.best());
    }

    private static MessageSealer sealer() {
        return new MessageSealer(SignatureEngine.best(), Clock.systemUTC());
    }
}
