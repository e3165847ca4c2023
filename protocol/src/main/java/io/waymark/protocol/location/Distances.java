package io.waymark.protocol.location;

import io.waymark.protocol.net.Coordinates;
import java.util.Collection;

/** The distance of every region from every place that occurs; two bytes each. */
final class Distances {
  private final int places;
  private final int regions;
  private final short[] kilometres;

  Distances(Collection<Coordinates> from, Regions regions) {
    this.places = from.size();
    this.regions = regions.size();
    kilometres = new short[Math.multiplyExact(from.size(), regions.size())];
    int at = 0;
    for (Coordinates place : from) {
      for (Region region : regions.list()) {
        kilometres[at++] = (short) place.kilometresTo(region.coordinates());
      }
    }
  }

  int places() {
    return places;
  }

  int kilometres(int place, int region) {
    return kilometres[place * regions + region];
  }
}
