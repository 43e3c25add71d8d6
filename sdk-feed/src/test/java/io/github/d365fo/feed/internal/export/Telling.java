package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.FeedListener;

/** Puts into the story what the feed tells of itself. */
final class Telling implements FeedListener {
    private final World world;
    private final Machine machine;

    Telling(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    @Override
    public void onLeft(Left event) {
        world.tell(machine + " leaves " + event.correlationId() + ": " + event.reason());
        if (event.reason() == LeftReason.CLAIMED_ELSEWHERE && world.machines.size() == 1) {
            world.tell(event.correlationId() + " comes back while it is worked on");
        }
    }

    @Override
    public void onDuplicate(Duplicate event) {
        if (world.renamesAll()) {
            world.tell(event.correlationId() + " is known by its content: " + event.state());
        }
    }

    @Override
    public void onTrouble(Trouble event) {
        if (!machine.isDead()) {
            world.tell(machine + ": " + event.doing() + " failed: " + event.failure());
        }
    }
}
