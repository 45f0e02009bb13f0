// @ts-check
/**
 * Draws all vehicles with one call of WebGL 2. The glide is computed by the GPU: a frame in which nothing was reported costs the main thread
 * four uniforms. Positions are metres from a near origin, because a 32-bit number of the whole world's metres would shake by a metre.
 */
import { FRAGMENT, VERTEX } from "./shaders.js";

/** Numbers of an instance. */
const STRIDE = 10;
/** The origin follows the view when it is further away than this. */
const FURTHEST_ORIGIN_M = 200_000;
/** Seconds since the epoch of the times; after that they are written anew, because they lose digits. */
const LONGEST_EPOCH_S = 3_600;

/** @typedef {{ centre: [number, number], resolution: number, size: [number, number], ratio: number }} View size in pixels of the page, ratio the screen's pixels in one */

export class WebglVehicles {
  /** @type {Float32Array<ArrayBuffer>} */ #values = new Float32Array(0);
  #origin = [NaN, NaN];
  #epochMs = 0;

  /** @param {HTMLCanvasElement} canvas @returns {WebglVehicles | null} null: the browser cannot, or says so and draws nothing */
  static on(canvas) {
    const gl = canvas.getContext("webgl2", { premultipliedAlpha: true, antialias: false, preserveDrawingBuffer: false, failIfMajorPerformanceCaveat: false });
    if (!gl) return null;
    try {
      assertDraws(gl);
      return new WebglVehicles(gl);
    } catch (error) {
      console.warn("WebGL is not usable; the vehicles are drawn without it.", error);
      return null;
    }
  }

  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.gl = gl;
    this.program = link(gl);
    this.buffer = gl.createBuffer();
    this.array = arrays(gl, this.program, this.buffer);
    /** @type {Record<string, WebGLUniformLocation | null>} */
    this.uniforms = Object.fromEntries(["centre", "scale", "pixel", "sizes", "now", "colours", "edge"].map((name) => [name, gl.getUniformLocation(this.program, name)]));
  }

  /** @param {number[][]} colours of the four statuses, and of the rim; 0 to 1 */
  paint(colours) {
    const { gl } = this;
    gl.useProgram(this.program);
    gl.uniform3fv(this.uniforms.colours, colours.slice(0, 4).flat());
    gl.uniform3fv(this.uniforms.edge, colours[4]);
  }

  /** @param {import("./fleet.js").Fleet} fleet @param {View} view @param {number} nowMs of the steady clock @param {number} serviceMs */
  draw(fleet, view, nowMs, serviceMs) {
    const { gl, uniforms } = this;
    this.#upload(fleet, view, nowMs, serviceMs);
    const [width, height] = view.size;
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    gl.uniform2f(uniforms.centre, view.centre[0] - this.#origin[0], view.centre[1] - this.#origin[1]);
    gl.uniform2f(uniforms.scale, 2 / (width * view.resolution), 2 / (height * view.resolution));
    gl.uniform2f(uniforms.pixel, 2 / width, 2 / height);
    gl.uniform1f(uniforms.now, (nowMs - this.#epochMs) / 1000);
    const size = iconSize(view.resolution);
    gl.uniform2f(uniforms.sizes, size, size * 0.7);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, fleet.count);
  }

  /** Writes what has changed; everything, if the origin or the epoch is another. @param {import("./fleet.js").Fleet} fleet @param {View} view @param {number} nowMs @param {number} serviceMs */
  #upload(fleet, view, nowMs, serviceMs) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    const isFar = !(Math.hypot(view.centre[0] - this.#origin[0], view.centre[1] - this.#origin[1]) < Math.max(FURTHEST_ORIGIN_M, view.resolution * 2_000));
    if (isFar || nowMs - this.#epochMs > LONGEST_EPOCH_S * 1000 || this.#values.length < fleet.capacity * STRIDE) {
      this.#origin = [...view.centre];
      this.#epochMs = nowMs;
      this.#values = new Float32Array(fleet.capacity * STRIDE);
      for (let slot = 0; slot < fleet.count; slot++) this.#write(fleet, slot, nowMs - serviceMs);
      gl.bufferData(gl.ARRAY_BUFFER, this.#values, gl.DYNAMIC_DRAW);
    } else if (fleet.changed.size > 0) {
      let first = Infinity, last = 0;
      for (const slot of fleet.changed) {
        if (slot >= fleet.count) continue;
        this.#write(fleet, slot, nowMs - serviceMs);
        first = Math.min(first, slot);
        last = Math.max(last, slot);
      }
      if (first <= last) gl.bufferSubData(gl.ARRAY_BUFFER, first * STRIDE * 4, this.#values, first * STRIDE, (last - first + 1) * STRIDE);
    }
    fleet.changed.clear();
  }

  /** @param {import("./fleet.js").Fleet} fleet @param {number} slot @param {number} steadyLessServiceMs */
  #write(fleet, slot, steadyLessServiceMs) {
    const [originX, originY] = this.#origin;
    this.#values.set([
      fleet.fromX[slot] - originX, fleet.fromY[slot] - originY, fleet.toX[slot] - originX, fleet.toY[slot] - originY,
      (fleet.startMs[slot] - this.#epochMs) / 1000, (fleet.endMs[slot] - this.#epochMs) / 1000, fleet.turnFrom[slot], fleet.turnTo[slot],
      fleet.status[slot], (fleet.gpsS[slot] * 1000 + steadyLessServiceMs - this.#epochMs) / 1000,
    ], slot * STRIDE);
  }
}

/** Some drivers accept everything and draw nothing. @param {WebGL2RenderingContext} gl */
function assertDraws(gl) {
  const pixel = new Uint8Array(4);
  gl.clearColor(1, 0, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  if (pixel[0] !== 255 || pixel[1] !== 0 || pixel[2] !== 255) throw new Error("the graphics driver draws nothing");
}

/** Half of an arrow's side, in pixels of the page. @param {number} resolution metres a pixel */
export const iconSize = (resolution) => (resolution < 6 ? 15 : resolution > 150 ? 9 : 12);

/** @param {WebGL2RenderingContext} gl */
function link(gl) {
  const program = gl.createProgram();
  for (const [type, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "the shader does not compile");
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "the program does not link");
  return program;
}

/** @param {WebGL2RenderingContext} gl @param {WebGLProgram} program @param {WebGLBuffer | null} buffer of the instances */
function arrays(gl, program, buffer) {
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
  attribute(gl, program, "corner", 2, 8, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  attribute(gl, program, "way", 4, STRIDE * 4, 0, 1);
  attribute(gl, program, "times", 2, STRIDE * 4, 16, 1);
  attribute(gl, program, "turns", 2, STRIDE * 4, 24, 1);
  attribute(gl, program, "looks", 2, STRIDE * 4, 32, 1);
  return array;
}

/** @param {WebGL2RenderingContext} gl @param {WebGLProgram} program @param {string} name @param {number} size @param {number} stride @param {number} offset @param {number} divisor */
function attribute(gl, program, name, size, stride, offset, divisor) {
  const at = gl.getAttribLocation(program, name);
  gl.enableVertexAttribArray(at);
  gl.vertexAttribPointer(at, size, gl.FLOAT, false, stride, offset);
  gl.vertexAttribDivisor(at, divisor);
}
