package dev.openfused.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

/** The arrows of the design, kept true. */
@AnalyzeClasses(packages = "dev.openfused.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "dev.openfused.gateway";
    private static final String[] EDGES = {"..gateway.camel..", "..gateway.api..", "..gateway.cli..", "..gateway.demo.."
    };
    private static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage(BASE + "..")
            .and(not(resideInAnyPackage(EDGES)))
            .and(not(resideInAnyPackage(BASE)))
            .as("are the core");

    @ArchTest
    static final ArchRule theCoreKnowsNoEdge = noClasses()
            .that(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(EDGES).or(resideInAnyPackage(BASE)))
            .because("a protocol change must touch no route, and the core is tested without any server");

    @ArchTest
    static final ArchRule camelStaysAtItsEdge = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway.camel..", "..gateway.api..", BASE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "io.vertx..")
            .because("steps and endpoints are thin skins over the core");

    @ArchTest
    static final ArchRule picocliStaysInTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway.cli..", BASE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("a command reads, asks the core and prints");

    @ArchTest
    static final ArchRule cryptographyStaysInCrypto = noClasses()
            .that()
            .resideOutsideOfPackage("..gateway.crypto..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "javax.crypto..", "com.exceptionfactory.jagged..", "org.bouncycastle..", "java.security"))
            .because("what is verified, and how, is read in one place");

    @ArchTest
    static final ArchRule sqlStaysInTheQueue = noClasses()
            .that()
            .resideOutsideOfPackage("..gateway.queue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.sqlite..", "org.postgresql..")
            .because("the state of every delivery has one owner");

    @ArchTest
    static final ArchRule messageKnowsNobody = onlyKnows("message");

    @ArchTest
    static final ArchRule cryptoKnowsMessages = onlyKnows("crypto", "message");

    @ArchTest
    static final ArchRule keyringKnowsCrypto = onlyKnows("keyring", "crypto", "message");

    @ArchTest
    static final ArchRule storeKnowsTheKeyring = onlyKnows("store", "keyring", "crypto", "message");

    @ArchTest
    static final ArchRule queueKnowsMessages = onlyKnows("queue", "crypto", "message");

    @ArchTest
    static final ArchRule contextIsPure = onlyKnows("context", "message");

    @ArchTest
    static final ArchRule registryKnowsCrypto = onlyKnows("registry", "crypto", "message");

    @ArchTest
    static final ArchRule tasksKnowNobody = onlyKnows("tasks", "message");

    @ArchTest
    static final ArchRule settingsKnowNobody = onlyKnows("settings", "message");

    @ArchTest
    static final ArchRule bridgesAreData =
            onlyKnows("bridge", "channel", "settings", "queue", "keyring", "crypto", "message");

    @ArchTest
    static final ArchRule channelsArePure = onlyKnows("channel", "settings", "keyring", "crypto", "message");

    @ArchTest
    static final ArchRule theCommandLineSeesNoOtherEdge = noClasses()
            .that()
            .resideInAPackage("..gateway.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..gateway.camel..", "..gateway.api..", "..gateway.demo..")
            .because("short commands start no Camel");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("..gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheGatewayExits = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(BASE + ".Gateway")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("exit statuses are mapped in one place");

    @ArchTest
    static final ArchRule timeIsGivenToTheCore = noClasses()
            .that(CORE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("freshness and validity are tested with a clock that stands still");

    @ArchTest
    static final ArchRule onlyTheStoreWritesFiles = noClasses()
            .that(CORE)
            .and()
            .resideOutsideOfPackages("..gateway.store..", "..gateway.queue..")
            .should()
            .callMethodWhere(target(owner(belongToAnyOf(Files.class)))
                    .and(target(nameMatching("write.*|create.*|move|copy|delete.*|newOutputStream|newBufferedWriter"))))
            .because("whole or not at all is one package's promise");

    @ArchTest
    static final ArchRule nothingIsDeserialised = noClasses()
            .should()
            .dependOnClassesThat(belongToAnyOf(ObjectInputStream.class))
            .because("what strangers send is never code");

    private static ArchRule onlyKnows(String layer, String... others) {
        String[] known = Stream.concat(Stream.of(layer), Arrays.stream(others))
                .map(p -> BASE + '.' + p + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(BASE + '.' + layer + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known).or(not(resideInAnyPackage(BASE + ".."))))
                .because("the arrows of the design point this way");
    }
}
