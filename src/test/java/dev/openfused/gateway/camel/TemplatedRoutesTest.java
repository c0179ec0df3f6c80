package dev.openfused.gateway.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TemplatedRoutesTest {
    private static final int THREADS = 8;
    private static final int EACH = 25;

    @Test
    void routesThatComeAndGoAtTheSameTimeDoSo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    routeTemplate("any")
                            .templateParameter("name")
                            .from("direct:{{name}}")
                            .to("log:any");
                }
            });
            context.start();
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> changes = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = "t" + thread + '-';
                changes.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < EACH; i++) {
                        TemplatedRoutes.add(context, prefix + i, "any", Map.of("name", prefix + i));
                        if (i % 2 == 0) {
                            TemplatedRoutes.remove(context, prefix + i);
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> change : changes) {
                change.get();
            }

            assertThat(context.getRoutes()).hasSize(THREADS * (EACH / 2));
        } finally {
            threads.shutdownNow();
        }
    }
}
