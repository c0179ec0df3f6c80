package dev.openfused.gateway.camel.brokers;

import static dev.openfused.gateway.bridge.SftpOut.KEY;
import static dev.openfused.gateway.bridge.SftpOut.KNOWN_HOSTS;
import static dev.openfused.gateway.bridge.SftpOut.PASSPHRASE;
import static dev.openfused.gateway.bridge.SftpOut.PASSWORD;
import static dev.openfused.gateway.bridge.SftpOut.TIMEOUT;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpRemoteFile;

/** For each bridge to a directory of another machine a Camel component of its own, {@code sftp-NAME}. */
public final class SftpParts implements BridgeParts {
    private static final String COMPONENT = "sftp-";

    private final CamelContext context;

    /**
     * No bridges yet.
     *
     * @param context gets the components
     */
    public SftpParts(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean serve(Bridge bridge) {
        return bridge.kind().settings().contains(KNOWN_HOSTS);
    }

    @Override
    public void add(Bridge bridge) {
        context.addComponent(COMPONENT + bridge.name(), new OneAccount(context, bridge));
    }

    @Override
    public void remove(String name) {
        context.removeComponent(COMPONENT + name);
    }

    /** Logs in as one bridge says: its secrets stand in no endpoint's address. */
    private static final class OneAccount extends SftpComponent {
        private final Bridge bridge;

        OneAccount(CamelContext context, Bridge bridge) {
            super(context);
            this.bridge = bridge;
        }

        @Override
        protected GenericFileEndpoint<SftpRemoteFile> buildFileEndpoint(
                String uri, String remaining, Map<String, Object> parameters) throws Exception {
            GenericFileEndpoint<SftpRemoteFile> plain = super.buildFileEndpoint(uri, remaining, parameters);
            return new SftpDrop(uri, this, (SftpConfiguration) plain.getConfiguration());
        }

        @Override
        protected void afterPropertiesSet(GenericFileEndpoint<SftpRemoteFile> endpoint) throws Exception {
            super.afterPropertiesSet(endpoint);
            SftpConfiguration ssh = (SftpConfiguration) endpoint.getConfiguration();
            int millis = (int) bridge.get(TIMEOUT).toMillis();
            ssh.setConnectTimeout(millis);
            ssh.setSoTimeout(millis);
            ssh.setTimeout(millis);
            ssh.setJschLoggingLevel(LoggingLevel.ERROR);
            ssh.setStepwise(false);
            ssh.setStrictHostKeyChecking("yes");
            ssh.setUseUserKnownHostsFile(false);
            ssh.setKnownHostsFile(bridge.get(KNOWN_HOSTS).toString());
            ssh.setPreferredAuthentications(
                    bridge.find(KEY).isPresent() ? "publickey" : "password,keyboard-interactive");
            bridge.find(KEY).ifPresent(key -> ssh.setPrivateKeyFile(key.toString()));
            bridge.find(PASSPHRASE).ifPresent(secret -> ssh.setPrivateKeyPassphrase(secret.revealCurrent()));
            bridge.find(PASSWORD).ifPresent(secret -> ssh.setPassword(secret.revealCurrent()));
        }
    }
}
