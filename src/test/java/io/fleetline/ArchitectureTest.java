package io.fleetline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
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
            .doNotHaveSimpleName("FleetClock")
            .should()
            .accessTargetWhere(target(readsTheMachinesClock()))
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameStartingWith("HttpsJwks")
            .because("a machine's clock may be moved: take the time from an InstantSource, and spans from steady time");

    @ArchTest
    static final ArchRule whatFallsDueGoesBySteadyTime = noMethods()
            .should()
            .beAnnotatedWith(describe("@Scheduled(every)", annotation -> isEvery(annotation)))
            .because("it stands still when the clock is put back: use Workers");

    private static DescribedPredicate<AccessTarget> readsTheMachinesClock() {
        return describe(
                "read the machine's clock",
                target -> (target.getName().equals("now") && isOfTime(target))
                        || (target.getName().startsWith("system") && isClock(target))
                        || (target.getName().startsWith("tick") && isClock(target))
                        || target.getFullName().equals("java.lang.System.currentTimeMillis()"));
    }

    private static boolean isOfTime(AccessTarget target) {
        return target.getOwner().getPackageName().startsWith("java.time") && takesNoClock(target)
                || target.getOwner().getSimpleName().equals("NumericDate");
    }

    private static boolean takesNoClock(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget method
                && method.getRawParameterTypes().stream().noneMatch(type -> type.isAssignableTo(Clock.class));
    }

    private static boolean isClock(AccessTarget target) {
        return target.getOwner().isAssignableTo(InstantSource.class);
    }

    private static boolean isEvery(JavaAnnotation<?> annotation) {
        return annotation.getRawType().isEquivalentTo(Scheduled.class)
                && !String.valueOf(annotation.get("every").orElse("")).isEmpty();
    }
}
