package io.fleetline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Dependencies point downward only, and a few habits that caused faults before are forbidden. */
@AnalyzeClasses(packages = "io.fleetline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule fleetDependsOnNothing = classes()
            .that()
            .resideInAPackage("..fleet..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.fleetline.fleet..");

    /** From the top. Packages without code yet are listed too. */
    private static final List<String> ORDER = List.of(
            "cli",
            "service",
            "settings",
            "simulator",
            "ingest",
            "upkeep",
            "events",
            "read",
            "watch",
            "outbox",
            "export",
            "stream",
            "change",
            "tracksolid",
            "store",
            "register",
            "wire",
            "database",
            "clock",
            "fleet");

    @ArchTest
    static final ArchRule eachPackageUsesOnlyThoseBelowIt = classes()
            .should(new ArchCondition<>("use only what stands below") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                    user.getDirectDependenciesFromSelf().stream()
                            .filter(dependency ->
                                    dependency.getTargetClass().getPackageName().startsWith(ROOT))
                            .filter(dependency -> rank(dependency.getTargetClass()) < rank(user))
                            .forEach(dependency ->
                                    events.add(SimpleConditionEvent.violated(user, dependency.getDescription())));
                }
            });

    private static final String ROOT = "io.fleetline.";

    private static int rank(JavaClass any) {
        var part = any.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
        assertThat(ORDER).contains(part);
        return ORDER.indexOf(part);
    }

    @ArchTest
    static final ArchRule noPackageHoldsMoreThanForty = classes()
            .should(new ArchCondition<>("stand among forty at most") {
                private final Map<String, Set<String>> classesOf = new HashMap<>();

                @Override
                public void check(JavaClass one, ConditionEvents events) {
                    if (one.isTopLevelClass() && !one.getSimpleName().equals("package-info")) {
                        classesOf
                                .computeIfAbsent(one.getPackageName(), name -> new HashSet<>())
                                .add(one.getName());
                    }
                }

                @Override
                public void finish(ConditionEvents events) {
                    classesOf.forEach((name, all) -> {
                        if (all.size() > 40) {
                            events.add(SimpleConditionEvent.violated(
                                    name, "%s holds %d classes".formatted(name, all.size())));
                        }
                    });
                }
            });

    @ArchTest
    static final ArchRule noTwoClassesHaveOneName = classes()
            .that()
            .areNotPrivate()
            .should(new ArchCondition<>("have a simple name that no class of another file has") {
                private final Map<String, Set<String>> topLevel = new HashMap<>();
                private final Set<JavaClass> nested = new HashSet<>();

                @Override
                public void check(JavaClass one, ConditionEvents events) {
                    if (one.isTopLevelClass() && !one.getSimpleName().equals("package-info")) {
                        topLevel.computeIfAbsent(one.getSimpleName(), _ -> new HashSet<>())
                                .add(one.getName());
                    } else if (one.isMemberClass()) {
                        nested.add(one);
                    }
                }

                @Override
                public void finish(ConditionEvents events) {
                    nested.stream()
                            .filter(one -> topLevel.containsKey(one.getSimpleName()))
                            .forEach(one -> topLevel.get(one.getSimpleName()).add(one.getName()));
                    topLevel.values().stream()
                            .filter(names -> names.size() > 1)
                            .forEach(names -> events.add(SimpleConditionEvent.violated(
                                    names, String.join(" and ", names) + " have one name")));
                }
            });

    @ArchTest
    static final ArchRule readWritesNothing = noClasses()
            .that()
            .resideInAPackage("..read..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store..", "..register..", "..tracksolid..");

    @ArchTest
    static final ArchRule simulatorIsTheVendor = noClasses()
            .that()
            .resideInAPackage("..simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store..", "..register..", "..ingest..", "..upkeep..", "..read..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.fleetline.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule resourcesReturnPlainValues = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("..read..")
            .should()
            .notHaveRawReturnType(CompletionStage.class)
            .because("JDBC behind a stage runs on the event loop without any warning");

    @ArchTest
    static final ArchRule noMutiny = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.mutiny..", "io.vertx.mutiny..")
            .because(
                    "JDBC behind a Uni runs on the event loop without any warning; and outside Quarkus the first two Unis"
                            + " that are made at the same time may fail with 'ContextManagerProvider already set'");

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
