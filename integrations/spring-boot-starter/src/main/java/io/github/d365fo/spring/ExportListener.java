package io.github.d365fo.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a bean that takes over the packages of an export feed.
 *
 * <pre>{@code
 * @ExportListener("customers")
 * void load(DataRows customers) {
 *     customers.forEachRemaining(row -> warehouse.save(row.text("CUSTOMERACCOUNT").orElseThrow()));
 * }
 * }</pre>
 *
 * <p>The name is that of the feed, whose settings are {@code d365fo.feeds.<name>}. The method has any of these parameters,
 * in any order:
 *
 * <ul>
 *   <li>{@link io.github.d365fo.feed.Export}, the message with its package on disk;
 *   <li>{@link io.github.d365fo.connector.packages.DataPackageReader}, the package opened;
 *   <li>{@link io.github.d365fo.connector.packages.DataRows}, the rows of one entity;
 *   <li>{@link java.sql.Connection}, in the transaction that also notes the package as handled: then each package takes
 *       effect exactly once. See {@link io.github.d365fo.feed.TransactionalExportHandler} for what it can't do.
 * </ul>
 *
 * <p>Reader and rows are closed when the method returns. What it throws decides, through the application's
 * {@link io.github.d365fo.feed.FailureClassifier}, whether the package is tried again. It is called by as many threads at
 * once as the feed's concurrency says, and must return nothing and not be
 * {@code @Async}: when it returns, the package is handled. A feed has one such method; a method can't serve two.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ExportListener {
    /** Returns the name of the feed. */
    String value();

    /**
     * Returns the label of the entity whose {@link io.github.d365fo.connector.packages.DataRows} the method gets. Default:
     * the only one in the package.
     */
    String entity() default "";
}
