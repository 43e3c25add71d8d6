package io.github.d365fo.connector.support;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.BaseStream;

/** What needs a thread of the common pool, which the program may have occupied. */
public final class CommonPool {
    public static final ArchRule IS_NOT_NEEDED = noClasses()
            .that()
            // It looks at what is sent, and waits for no response.
            .doNotHaveSimpleName("BearerProbe")
            .should()
            .accessTargetWhere(
                    DescribedPredicate.<JavaAccess<?>>describe("it runs in the common pool", CommonPool::isNeeded));

    private CommonPool() {}

    private static boolean isNeeded(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target && isNeeded(target);
    }

    private static boolean isNeeded(CodeUnitAccessTarget target) {
        return switch (target.getName()) {
            case "sendAsync" -> isOf(HttpClient.class, target);
            case "commonPool" -> isOf(ForkJoinPool.class, target);
            case "parallelStream" -> isOf(Collection.class, target);
            case "parallel" -> isOf(BaseStream.class, target);
            case "delayedExecutor" -> isOf(CompletableFuture.class, target) && hasNoExecutor(target);
            default ->
                target.getName().endsWith("Async") && isOf(CompletionStage.class, target) && hasNoExecutor(target);
        };
    }

    private static boolean isOf(Class<?> type, CodeUnitAccessTarget target) {
        return target.getOwner().isAssignableTo(type);
    }

    private static boolean hasNoExecutor(CodeUnitAccessTarget target) {
        return target.getRawParameterTypes().stream().noneMatch(type -> type.isAssignableTo(Executor.class));
    }
}
