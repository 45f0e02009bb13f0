/**
 * The same data as OGC API – Features (Part 1: core, GeoJSON, HTML; OGC 17-069r4. Part 2: coordinate systems; OGC 18-058r1), for
 * QGIS, GDAL and other standard clients.
 */
@NullMarked
package io.fleetline.read.ogc;

import org.jspecify.annotations.NullMarked;
