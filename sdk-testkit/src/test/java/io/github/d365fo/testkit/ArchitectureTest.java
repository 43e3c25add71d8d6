package io.github.d365fo.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The rules of the fake's house that a compiler does not know. */
@AnalyzeClasses(packages = "io.github.d365fo.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.d365fo.testkit";

    /**
     * The one circle among packages: the model takes and gives what a test's author writes and reads, whose names are
     * fixed, and it knows no more of the public package.
     */
    private static final DescribedPredicate<JavaClass> VALUE = belongToAnyOf(
                    EntityResult.class,
                    EntraError.class,
                    ErrorRow.class,
                    FakeExecution.class,
                    Fault.class,
                    PublishedMessage.class,
                    RecordedRequest.class,
                    TestClock.class)
            .as("a value of the public package");

    /** The administration alone sees a server as its test does. */
    @ArchTest
    static final ArchRule roomsKnowNothingOfTheServer = noClasses()
            .that()
            .resideInAPackage("..internal..")
            .and()
            .resideOutsideOfPackage("..internal.admin..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(ROOT, ROOT + ".internal.admin", ROOT + ".junit5", ROOT + ".standalone")
                            .and(not(VALUE)));

    @ArchTest
    static final ArchRule roomsStandOnEachOtherOneWay =
            slices().matching(ROOT + ".internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule valuesKnowNothingOfTheModel =
            noClasses().that(VALUE).should().dependOnClassesThat().resideInAPackage("..internal..");

    @ArchTest
    static final ArchRule thePublicPackageHoldsWhatATestUses = classes()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .areTopLevelClasses()
            .and()
            .areNotPublic()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .haveSimpleName("Given")
            .orShould()
            .haveSimpleName("JobViews");

    @ArchTest
    static final ArchRule theServerKnowsNeitherJUnitNorItsProgram = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".junit5", ROOT + ".standalone", "org.junit..");

    @ArchTest
    static final ArchRule timeIsTheClocks = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".TestClock")
            .and()
            // Sockets know no time but the real one.
            .doNotHaveFullyQualifiedName(ROOT + ".internal.http.Deadline")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);
}
