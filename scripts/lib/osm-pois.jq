# Features as osmium exports them, slurped, made into points of interest: each object once, at its centroid, if its brand is $brand.

# Three sums over a ring, seen from the point $o: twice its area and the moments. Holes run the other way round, so they count against it.
def ring_sums($o; $ring):
  reduce range(0; ($ring | length) - 1) as $i ([0, 0, 0];
    ($ring[$i][0] - $o[0]) as $x1 | ($ring[$i][1] - $o[1]) as $y1
    | ($ring[$i + 1][0] - $o[0]) as $x2 | ($ring[$i + 1][1] - $o[1]) as $y2
    | ($x1 * $y2 - $x2 * $y1) as $cross
    | [.[0] + $cross, .[1] + ($x1 + $x2) * $cross, .[2] + ($y1 + $y2) * $cross]);

def area_centroid:
  .[0][0][0] as $o
  | reduce .[][] as $ring ([0, 0, 0]; [., ring_sums($o; $ring)] | transpose | map(add))
  | if .[0] == 0 then $o else [$o[0] + .[1] / (3 * .[0]), $o[1] + .[2] / (3 * .[0])] end;

# Each stretch counts with its length.
def line_centroid:
  . as $line
  | reduce range(0; length - 1) as $i ([0, 0, 0];
      $line[$i] as $a | $line[$i + 1] as $b
      | (($b[0] - $a[0]) * ($b[0] - $a[0]) + ($b[1] - $a[1]) * ($b[1] - $a[1]) | sqrt) as $length
      | [.[0] + $length, .[1] + $length * ($a[0] + $b[0]) / 2, .[2] + $length * ($a[1] + $b[1]) / 2])
  | if .[0] == 0 then $line[0] else [.[1] / .[0], .[2] / .[0]] end;

def centroid:
  if .type == "Point" then .coordinates
  elif .type == "LineString" then .coordinates | line_centroid
  else .coordinates | area_centroid
  end
  # OpenStreetMap's own precision
  | map(. * 1e7 | round / 1e7);

# A spreadsheet would run a text that begins like a formula, and anybody may write into the map.
def harmless: if type == "string" and test("^[=+@\t\r-]") then "'" + . else . end;

def poi:
  .properties as $tags
  | {
      type: "Feature",
      id: "\($tags["@type"])/\($tags["@id"])",
      geometry: {type: "Point", coordinates: (.geometry | centroid)},
      properties: {
        name: $tags.name,
        brand: $tags.brand,
        osm_type: $tags["@type"],
        osm_id: $tags["@id"],
        street: $tags["addr:street"],
        housenumber: $tags["addr:housenumber"],
        postcode: $tags["addr:postcode"],
        city: $tags["addr:city"],
        country: $tags["addr:country"]
      }
    };

def pois:
  map(select((.properties.brand // "" | ascii_downcase) == ($brand | ascii_downcase)))
  # A closed way comes as a line and as an area.
  | group_by([.properties["@type"], .properties["@id"]])
  | map(sort_by(if .geometry.type == "LineString" then 1 else 0 end)[0] | poi);

def csv:
  (["name", "brand", "lon", "lat", "osm_type", "osm_id", "street", "housenumber", "postcode", "city", "country"],
   (.features[] | .geometry.coordinates as [$lon, $lat] | .properties
    | [.name, .brand, $lon, $lat, .osm_type, .osm_id, .street, .housenumber, .postcode, .city, .country] | map(harmless)))
  | @csv;

if $csv then csv
else {
  type: "FeatureCollection",
  attribution: "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright",
  licence: "Open Database Licence (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1-0/",
  features: pois
}
end
