/** The same data as OGC API – Features (Part 1: Core, GeoJSON; OGC 17-069r4), for QGIS, GDAL and whatever else speaks it. */
@NullMarked
package io.fleetline.read.ogc;

import org.jspecify.annotations.NullMarked;
