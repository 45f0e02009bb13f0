package io.fleetline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Arrows point downward only, and a few habits that went wrong before stay out. */
@AnalyzeClasses(packages = "io.fleetline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule fleetDependsOnNothing = classes()
            .that()
            .resideInAPackage("..fleet..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.fleetline.fleet..");

    @ArchTest
    static final ArchRule tracksolidUsesOnlyFleet = noClasses()
            .that()
            .resideInAPackage("..tracksolid..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store..", "..ingest..", "..read..", "..simulator..", "..cli..");

    @ArchTest
    static final ArchRule storeUsesOnlyFleet = noClasses()
            .that()
            .resideInAPackage("..store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..tracksolid..", "..ingest..", "..read..", "..simulator..", "..cli..");

    @ArchTest
    static final ArchRule ingestDoesNotLookUp = noClasses()
            .that()
            .resideInAPackage("..ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..read..", "..simulator..", "..cli..");

    @ArchTest
    static final ArchRule readWritesNothing = noClasses()
            .that()
            .resideInAPackage("..read..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store..", "..tracksolid..", "..ingest..", "..simulator..", "..cli..");

    @ArchTest
    static final ArchRule simulatorIsTheVendor = noClasses()
            .that()
            .resideInAPackage("..simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store..", "..ingest..", "..read..", "..cli..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.fleetline.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule resourcesReturnPlainValues = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("..read..")
            .should()
            .notHaveRawReturnType(Uni.class)
            .andShould()
            .notHaveRawReturnType(CompletionStage.class)
            .because("JDBC behind a Uni runs on the event loop without any warning");

    @ArchTest
    static final ArchRule databaseAnswersComeFromVirtualThreads = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("..read..")
            .and()
            .arePublic()
            .and()
            .haveRawReturnType(String.class)
            .and()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .beAnnotatedWith(RunOnVirtualThread.class);

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .resideInAnyPackage("..fleet..", "..tracksolid..", "..ingest..", "..store..", "..simulator..")
            .should()
            .callMethod(Instant.class, "now")
            .because("tests move the clock: take the time from an InstantSource");
}
