package io.github.d365fo.feed;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.d365fo.connector.support.CommonPool;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.TimeUnit;

/** The rules of the feeds' house that a compiler does not know, also for those who use the class path. */
@AnalyzeClasses(packages = "io.github.d365fo.feed", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.d365fo.feed";

    /** Whatever a feed needs of the client, another program can have as well. */
    @ArchTest
    static final ArchRule feedsStandOnWhatTheClientExports = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.d365fo.connector.internal..", "com.fasterxml..");

    @ArchTest
    static final ArchRule nothingElseIsNeeded = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..", "javax.sql..", "org.jspecify..", "io.github.d365fo.connector..", ROOT + ".."));

    @ArchTest
    static final ArchRule theCommonPoolIsNotNeeded = CommonPool.IS_NOT_NEEDED;

    @ArchTest
    static final ArchRule internalPackagesStandOnEachOtherOneWay =
            slices().matching(ROOT + ".internal.(*)..").should().beFreeOfCycles();

    /** Files, threads and waits know nothing of feeds. */
    @ArchTest
    static final ArchRule filesAndWaitsStandAlone = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".internal.files..", ROOT + ".internal.run..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.d365fo..")
                    .and(not(resideInAnyPackage(ROOT + ".internal.files..", ROOT + ".internal.run..")))
                    .and(not(DescribedPredicate.describe(
                            "VirtualClock", type -> type.getSimpleName().equals("VirtualClock")))));

    @ArchTest
    static final ArchRule noInternalTypeIsInAPublicSignature = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..internal..")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(notMentionInternalTypes());

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class);

    /** How long a wait lasts is measured in one place, since a clock may be set meanwhile. */
    @ArchTest
    static final ArchRule nobodyAsksTheSystemForTheTime = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".internal.run.Waits")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now");

    /** The system's clock is a default of the builders, nowhere else. */
    @ArchTest
    static final ArchRule theSystemsClockIsADefault = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".ExportFeedBuilder")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".ImportFeedBuilder")
            .should()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    /** A log is the program's own code, which may throw. */
    @ArchTest
    static final ArchRule nobodyLogsPastTheGuard = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".internal.run.FeedLog")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.System$Logger");

    private static ArchCondition<JavaMethod> notMentionInternalTypes() {
        DescribedPredicate<JavaClass> internal = resideInAPackage("..internal..");
        return new ArchCondition<>("not mention internal types") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getAllInvolvedRawTypes().stream()
                        .filter(internal)
                        .forEach(type -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " mentions " + type)));
            }
        };
    }
}
