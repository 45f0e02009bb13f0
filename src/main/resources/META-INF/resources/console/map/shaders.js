// @ts-check
/** A vehicle is one instance of a square; its shape is drawn by the fragment shader: an arrow, a disc, a square, or an empty diamond. */

export const VERTEX = `#version 300 es
in vec2 corner;
in vec4 way;      // from and to, metres from the origin
in vec2 times;    // begin and end of the glide, seconds
in vec2 turns;    // degrees
in vec2 looks;    // status, and when the fix was made, seconds
uniform vec2 centre, scale, pixel, sizes;
uniform float now;
uniform vec3 colours[4];
out vec2 spot;
out vec3 colour;
out float fade, shape, ring;
void main() {
  float length_s = times.y - times.x;
  float share = length_s <= 0.0 ? 1.0 : clamp((now - times.x) / length_s, 0.0, 1.0);
  vec2 place = mix(way.xy, way.zw, share) - centre;
  float turn = radians(mix(turns.x, turns.y, clamp(now - times.x, 0.0, 1.0)));
  float age_s = max(0.0, now - looks.y);
  shape = looks.x;
  colour = colours[int(shape)];
  fade = shape > 2.5 ? 0.75 : mix(1.0, 0.55, clamp((age_s - 60.0) / 840.0, 0.0, 1.0));
  ring = shape < 0.5 && age_s > 60.0 ? 1.0 : 0.0;
  float c = cos(turn), s = sin(turn);
  spot = corner * 1.25; // room for the ring and its soft edge
  vec2 local = shape < 0.5 ? vec2(spot.x * c + spot.y * s, spot.y * c - spot.x * s) : spot;
  gl_Position = vec4(place * scale + local * (shape < 0.5 ? sizes.x : sizes.y) * pixel, 0.0, 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
in vec2 spot;
in vec3 colour;
in float fade, shape, ring;
uniform vec3 edge;
out vec4 paint;
float arrow(vec2 p) {
  p.x = abs(p.x);
  float side = dot(p - vec2(0.0, 0.82), normalize(vec2(0.78, 0.33)));
  float notch = dot(p - vec2(0.0, -0.34), normalize(vec2(-0.45, -0.75)));
  return max(side, notch);
}
float outline(vec2 p) {
  if (shape < 0.5) return arrow(p);
  if (shape < 1.5) return length(p) - 0.62;
  if (shape < 2.5) return max(abs(p.x), abs(p.y)) - 0.54;
  return (abs(p.x) + abs(p.y) - 0.78) * 0.7071;
}
void main() {
  float d = outline(spot), soft = fwidth(d);
  float body = 1.0 - smoothstep(-soft, soft, d);
  float rim = 1.0 - smoothstep(-soft, soft, d - 0.17);
  float hollow = shape > 2.5 ? smoothstep(-soft, soft, d + 0.24) : 1.0;
  float far = length(spot), halo = ring * (1.0 - smoothstep(0.0, 2.0 * fwidth(far), abs(far - 1.0) - 0.03)) * 0.7;
  vec3 inside = mix(edge, colour, body * hollow);
  float cover = max(rim, halo);
  if (cover < 0.01) discard;
  paint = vec4(mix(colour, inside, rim), 1.0) * cover * fade;
}`;
