package io.github.d365fo.auth;

import io.github.d365fo.connector.support.BlockedCommonPool;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way to sign in, while the program occupies the common pool. */
class CommonPoolIsBlockedTest extends WaysToSignInTest {
    @RegisterExtension
    final BlockedCommonPool pool = new BlockedCommonPool();
}
