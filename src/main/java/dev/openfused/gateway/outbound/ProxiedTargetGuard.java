package dev.openfused.gateway.outbound;

import dev.openfused.gateway.settings.Network;
import java.io.IOException;
import java.net.InetAddress;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Judges what a proxy is asked for. It is the proxy that resolves names and connects, so names are its to guard; what is
 * written as an address, or as a name for this machine, is refused here.
 */
final class ProxiedTargetGuard implements ExecChainHandler {
    private final AddressGuard guard;

    ProxiedTargetGuard(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String host = scope.route.getTargetHost().getHostName();
        if (Network.looksLikeOne(host)) {
            guard.require(host, InetAddress.getByName(host));
        } else if (host.equalsIgnoreCase("localhost") || host.endsWith(".localhost")) {
            guard.require(host, InetAddress.getLoopbackAddress());
        }
        return chain.proceed(request, scope);
    }
}
