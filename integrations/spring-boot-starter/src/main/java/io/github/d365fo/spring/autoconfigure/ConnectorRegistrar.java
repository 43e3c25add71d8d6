package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers the clients of named environments, and the jobs of all. */
final class ConnectorRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;
    private final BeanFactory beans;

    ConnectorRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        NamedBeans named = new NamedBeans(registry);
        Lookup lookup = new Lookup(beans);
        jobs("", named, lookup);
        for (String key : Keys.of(environment, "d365fo.environments")) {
            named.register(Prefix.environment(key).name(), key, false, ConnectorClient.class, () -> client(key));
            jobs(key, named, lookup);
        }
    }

    private ConnectorClient client(String key) {
        ClientFactory factory = beans.getBean(ClientFactory.class);
        return factory.client(key, factory.tokenProvider(key, beans.getBeanProvider(TokenProvider.class)));
    }

    private void jobs(String key, NamedBeans named, Lookup lookup) {
        Prefix jobs = Prefix.environment(key).then("jobs");
        for (String name : Keys.of(environment, jobs.name())) {
            String qualifier = key.isEmpty() ? name : key + "." + name;
            named.register(
                    jobs.then(name).name(),
                    qualifier,
                    key.isEmpty(),
                    RecurringJob.class,
                    () -> lookup.client(key).job(lookup.activity(key, name)));
        }
    }
}
