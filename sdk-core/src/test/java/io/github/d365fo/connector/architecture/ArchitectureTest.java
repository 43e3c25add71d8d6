package io.github.d365fo.connector.architecture;

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
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.packages.PackageEncoding;
import io.github.d365fo.connector.packages.PackageLimits;
import io.github.d365fo.connector.packages.PackageProblem;
import io.github.d365fo.connector.support.CommonPool;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The rules of the house that a compiler does not know, also for those who use the class path. */
@AnalyzeClasses(packages = "io.github.d365fo.connector", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.d365fo.connector";

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nobodyAsksTheSystemForTheTime = noClasses()
            .that()
            .resideOutsideOfPackage("..internal.time..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now");

    /** The system's clock is a default of the builder and of taking up kept messages, nowhere else. */
    @ArchTest
    static final ArchRule theSystemsClockIsADefault = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".ConnectorClientBuilder")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".dequeue.DequeueResult")
            .should()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule chanceHasOneSource = noClasses()
            .that()
            .resideOutsideOfPackage("..internal.time..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class)
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule noForeignOrInternalTypeIsInAPublicSignature = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..internal..")
            .should(notMention("com.fasterxml", "de.siegmar", ROOT + ".internal"));

    @ArchTest
    static final ArchRule valuesKnowNothingOfTheEngine = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".error",
                    ROOT + ".auth",
                    ROOT + ".datamanagement",
                    ROOT + ".retry",
                    ROOT + ".enqueue",
                    ROOT + ".dequeue",
                    ROOT + ".status")
            .should()
            .dependOnClassesThat(ofTheInsideExcept("wire", "failure", "secrets", "stack", "time", "token"));

    /** The client hands out data management, so data management must not know the client. */
    @ArchTest
    static final ArchRule dataManagementKnowsNothingOfTheClient = noClasses()
            .that()
            .resideInAPackage(ROOT + ".datamanagement")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(ROOT.replace(".", "\\.") + "\\.(Async)?(ConnectorClient|RecurringJob).*");

    /** What calls go through is used by the client and its jobs, and uses neither. */
    @ArchTest
    static final ArchRule theEngineKnowsNothingOfTheFaces = noClasses()
            .that()
            .resideInAPackage("..internal..")
            .and()
            .resideOutsideOfPackages("..internal.client..", "..internal.job..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..internal.client..", "..internal.job..");

    /** They share with the client how a file is written, since that must be right in one place. */
    @ArchTest
    static final ArchRule packagesStandAlone = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".packages..", ROOT + ".internal.packages..")
            .should()
            .dependOnClassesThat(
                    ofTheClientExcept(ROOT + ".packages", ROOT + ".internal.packages", ROOT + ".internal.files"));

    /** What they are made of knows their values, but not the reader and the writer that use it. */
    @ArchTest
    static final ArchRule insideOfPackagesOnlyValuesAreKnown = noClasses()
            .that()
            .resideInAPackage(ROOT + ".internal.packages..")
            .should()
            .dependOnClassesThat(ofPackagesExcept(
                    CsvOptions.class,
                    DataPackageException.class,
                    DataSource.class,
                    PackageEncoding.class,
                    PackageLimits.class,
                    PackageProblem.class));

    @ArchTest
    static final ArchRule packagesShowAllTheyHave = classes()
            .that()
            .resideInAPackage(ROOT + ".packages")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .bePublic();

    /** What becomes a target must be whole, and must not take the place of what somebody else has put there. */
    @ArchTest
    static final ArchRule filesAppearInOneWay = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".internal.files..")
            .should()
            .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class)
            .orShould()
            .callMethod(Files.class, "createLink", Path.class, Path.class);

    @ArchTest
    static final ArchRule internalPackagesStandOnEachOtherOneWay =
            slices().assignedFrom(new InternalPackages()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule filesStandAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".internal.files..")
            .should()
            .dependOnClassesThat(ofTheClientExcept(ROOT + ".internal.files", ROOT + ".internal.time"));

    @ArchTest
    static final ArchRule codecsStandAlone = noClasses()
            .that()
            .resideInAPackage("..internal.wire..")
            .should()
            .dependOnClassesThat(ofTheInsideExcept("wire", "secrets"));

    @ArchTest
    static final ArchRule theCommonPoolIsNotNeeded = CommonPool.IS_NOT_NEEDED;

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    private static DescribedPredicate<JavaClass> ofTheClientExcept(String... packages) {
        return DescribedPredicate.describe(
                "the rest of the client",
                type -> type.getPackageName().startsWith(ROOT)
                        && Stream.of(packages).noneMatch(type.getPackageName()::startsWith));
    }

    private static DescribedPredicate<JavaClass> ofTheInsideExcept(String... packages) {
        String inside = ROOT + ".internal.";
        return DescribedPredicate.describe(
                "the rest of the internal packages",
                type -> type.getPackageName().startsWith(inside)
                        && Stream.of(packages)
                                .noneMatch(name -> (type.getPackageName() + ".").startsWith(inside + name + ".")));
    }

    private static DescribedPredicate<JavaClass> ofPackagesExcept(Class<?>... known) {
        return DescribedPredicate.describe(
                "the rest of the packages",
                type -> type.getPackageName().equals(ROOT + ".packages")
                        && Stream.of(known).noneMatch(type::isEquivalentTo));
    }

    /** Each internal package by itself, those in others too. */
    private static final class InternalPackages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return (name + ".").startsWith(ROOT + ".internal.") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "internal packages";
        }
    }

    private static ArchCondition<JavaMethod> notMention(String... packages) {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe("foreign", type -> {
            for (String name : packages) {
                if (type.getPackageName().startsWith(name)) {
                    return true;
                }
            }
            return false;
        });
        return new ArchCondition<>("not mention foreign types") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getAllInvolvedRawTypes().stream()
                        .filter(foreign)
                        .forEach(type -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " mentions " + type)));
            }
        };
    }
}
