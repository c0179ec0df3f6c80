package dev.openfused.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Where every request arrives: who calls is found out, and which store is meant; its routes get the request as it was meant. */
final class Reception implements Handler<HttpServerRequest> {
    private record Store(StoreAddress address, Router routes) {}

    private final Callers callers;
    private final KnownHosts hosts;
    private final Downloads downloads;
    private final Router refusal400;
    private final Router refusal404;
    private final Router refusal421;
    private final List<Store> stores = new CopyOnWriteArrayList<>();

    /**
     * For one server.
     *
     * @param callers finds out who calls
     * @param hosts the server's names
     * @param downloads takes in what requests are answered with
     * @param routers makes routers that nothing is attached to yet, for what answers at an address
     */
    Reception(Callers callers, KnownHosts hosts, Downloads downloads, Function<StoreAddress, Router> routers) {
        this.callers = callers;
        this.hosts = hosts;
        this.downloads = downloads;
        this.refusal400 = refusal(routers.apply(StoreAddress.WHOLE), 400);
        this.refusal404 = refusal(routers.apply(StoreAddress.WHOLE), 404);
        this.refusal421 = refusal(routers.apply(StoreAddress.WHOLE), 421);
    }

    /** Lets a store's routes take the requests for its address. */
    void add(StoreAddress address, Router routes) {
        stores.add(new Store(address, routes));
        stores.sort(Comparator.comparingInt(store -> -store.address.precision()));
    }

    @Override
    public void handle(HttpServerRequest request) {
        Caller caller = callers.of(request);
        String host = KnownHosts.nameOf(caller.authority());
        String target = AbsoluteTarget.pathOf(request.uri());
        if (host.isEmpty()) {
            refuse(request, caller, target, refusal400);
        } else if (!hosts.admits(host)) {
            refuse(request, caller, target, refusal421);
        } else {
            String path = target.split("[?#]", 2)[0];
            stores.stream()
                    .filter(store -> store.address.takes(host, path))
                    .findFirst()
                    .ifPresentOrElse(
                            store -> store.routes.handle(
                                    new CalledRequest(request, caller, store.address.inside(target), downloads)),
                            () -> refuse(request, caller, target, refusal404));
        }
    }

    /** A target that is no path, such as that of {@code OPTIONS *}, is made one, as routers take nothing else. */
    private void refuse(HttpServerRequest request, Caller caller, String target, Router refusal) {
        refusal.handle(new CalledRequest(request, caller, target.startsWith("/") ? target : '/' + target, downloads));
    }

    private static Router refusal(Router router, int status) {
        router.route().handler(context -> context.fail(status));
        return router;
    }
}
