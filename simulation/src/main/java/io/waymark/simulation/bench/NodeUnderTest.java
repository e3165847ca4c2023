package io.waymark.simulation.bench;

/**
 * A node of ours and the way to ask it. Closing this frees the way alone; the process is the
 * workbench's to stop.
 */
record NodeUnderTest(ServerProcess server, NodeApi api) implements AutoCloseable {
  @Override
  public void close() {
    api.close();
  }
}
