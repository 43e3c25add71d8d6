package io.github.d365fo.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.d365fo.connector.support.CommonPool;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import io.github.d365fo.testkit.internal.state.KeptMap;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

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
    static final ArchRule theCommonPoolIsNotNeeded = CommonPool.IS_NOT_NEEDED;

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

    /**
     * What may visit all that a server holds: lists, assertions at the end of a test, and what looks at the blocks of
     * one blob.
     */
    private static final Set<String> LISTS =
            Set.of("messages", "files", "executions", "list", "count", "uncommitted", "stage");

    private static final DescribedPredicate<JavaMethodCall> VISIT = DescribedPredicate.describe(
            "it visits every entry",
            call -> call.getTargetOwner().isEquivalentTo(KeptMap.class)
                    && Set.of("values", "entries").contains(call.getName())
                    && !LISTS.contains(call.getOrigin().getName()));

    /** A call that visits every entry of a job or a store takes longer the more there are. */
    @ArchTest
    static final ArchRule onlyListsVisitEveryEntry =
            noClasses().that().doNotBelongToAnyOf(KeptMap.class).should().callMethodWhere(VISIT);

    @ArchTest
    static final ArchRule timeIsTheClocks = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".TestClock")
            .and()
            // Sockets know no time but the real one.
            .doNotHaveFullyQualifiedName(ROOT + ".internal.http.Deadline")
            .and()
            // Nor do certificates.
            .doNotBelongToAnyOf(CertificateAuthority.class)
            .and()
            // A program sets its clock by the real one.
            .doNotHaveFullyQualifiedName(ROOT + ".standalone.Launch")
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
