import type { Links } from "../graph";

// Attributes of one line: from x, y, to x, y, index of its ends, strength [0, 1], group or -1.
const FIELDS = 8;
const BYTES = 4;
const CORNERS = new Float32Array([0, -1, 0, 1, 1, -1, 1, 1]); // along the line, and aside

/** Groups with a colour of their own, and one colour for all other lines before them. */
export const COLOURS = 12;

const VERTEX = `#version 300 es
in vec2 a_corner;
in vec4 a_line;
in vec4 a_about;
uniform mat3 u_matrix;
uniform vec2 u_room;
uniform float u_width;
uniform float u_focus;
uniform float u_opacity;
uniform float u_pixel;
uniform vec3 u_colours[${COLOURS}];
out vec4 v_colour;
out float v_aside;
out float v_half;
out float v_along;
void main() {
  vec2 from = (u_matrix * vec3(a_line.xy, 1.0)).xy;
  vec2 to = (u_matrix * vec3(a_line.zw, 1.0)).xy;
  vec2 way = (to - from) * u_room * 0.5;
  float far = max(length(way), 0.001);
  bool isLit = u_focus >= 0.0 && (a_about.x == u_focus || a_about.y == u_focus);
  float dim = u_focus >= 0.0 && !isLit ? 0.16 : 1.0;
  v_half = u_width * u_pixel * (isLit ? 1.0 : 0.55 + 0.45 * a_about.z) * 0.5;
  v_aside = a_corner.y * (v_half + u_pixel);
  v_along = a_corner.x * far / u_pixel;
  vec2 across = vec2(-way.y, way.x) / far * v_aside;
  gl_Position = vec4(mix(from, to, a_corner.x) + across * 2.0 / u_room, 0.0, 1.0);
  float alpha = (isLit ? 0.9 : u_opacity * (0.45 + 0.55 * a_about.z)) * dim;
  v_colour = vec4(u_colours[int(a_about.w) + 1], alpha);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 v_colour;
in float v_aside;
in float v_half;
in float v_along;
uniform float u_dash;
out vec4 colour;
void main() {
  if (u_dash > 0.0 && fract(v_along / u_dash) > 0.55) discard;
  float alpha = v_colour.a * clamp(v_half + 0.5 - abs(v_aside), 0.0, 1.0);
  colour = vec4(v_colour.rgb * alpha, alpha);
}`;

const UNIFORMS = [
  "u_matrix",
  "u_room",
  "u_width",
  "u_focus",
  "u_opacity",
  "u_pixel",
  "u_colours",
  "u_dash",
] as const;

/** How a bundle of lines is drawn. */
export interface Manner {
  /** How many of them, the strongest first. */
  count: number;
  /** Pixels of the page. */
  width: number;
  opacity: number;
  /** Index of the node whose lines are lit; -1: none, all are as bright. */
  focus: number;
  /** Of dashes and the gaps between them, pixels of the page; 0: none. */
  dash: number;
  /** Red, green and blue in [0, 1], of lines between groups and then of each group. */
  colours: Float32Array;
}

/** Lines that lie on the card of the graphics processor: drawing them again costs nothing here. */
export interface Bundle {
  array: WebGLVertexArrayObject;
  length: number;
}

/** Draws lines with WebGL: as many as wanted of each bundle, from its beginning. */
export class LineDrawer {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #at: Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;
  readonly #corners: WebGLBuffer;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#program = linked(gl);
    this.#at = Object.fromEntries(
      UNIFORMS.map((name) => [name, gl.getUniformLocation(this.#program, name)]),
    ) as Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;
    this.#corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners);
    gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** Puts lines onto the card, as `packed` returns them. */
  bundle(fields: Float32Array): Bundle {
    const gl = this.#gl;
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    const put = (name: string, size: number, stride: number, offset: number, each: number) => {
      const place = gl.getAttribLocation(this.#program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, stride * BYTES, offset * BYTES);
      gl.vertexAttribDivisor(place, each);
    };
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners);
    put("a_corner", 2, 2, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, fields, gl.STATIC_DRAW);
    put("a_line", 4, FIELDS, 0, 1);
    put("a_about", 4, FIELDS, 4, 1);
    gl.bindVertexArray(null);
    return { array, length: fields.length / FIELDS };
  }

  /** Wipes what was drawn. */
  begin(matrix: Float32Array, width: number, height: number, pixel: number): void {
    const gl = this.#gl;
    gl.viewport(0, 0, width, height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    // biome-ignore lint/correctness/useHookAtTopLevel: a call of WebGL that has the name of a hook.
    gl.useProgram(this.#program);
    gl.uniformMatrix3fv(this.#at.u_matrix, false, matrix);
    gl.uniform2f(this.#at.u_room, width, height);
    gl.uniform1f(this.#at.u_pixel, pixel);
  }

  draw({ array, length }: Bundle, manner: Manner): void {
    const count = Math.min(length, manner.count);
    if (count === 0) return;
    const gl = this.#gl;
    gl.uniform1f(this.#at.u_width, manner.width);
    gl.uniform1f(this.#at.u_opacity, manner.opacity);
    gl.uniform1f(this.#at.u_focus, manner.focus);
    gl.uniform1f(this.#at.u_dash, manner.dash);
    gl.uniform3fv(this.#at.u_colours, manner.colours);
    gl.bindVertexArray(array);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
    gl.bindVertexArray(null);
  }
}

/** What lines are between: places as sigma frames them, and groups. */
interface Ends {
  x: Float32Array;
  y: Float32Array;
  community: ArrayLike<number>;
}

/** Returns the fields of lines, one after the other. */
export function packed({ one, other, strength, length }: Links, ends: Ends): Float32Array {
  const fields = new Float32Array(length * FIELDS);
  const most = strength[0] ?? 1;
  const least = strength[length - 1] ?? 0;
  for (let index = 0; index < length; index++) {
    const a = one[index] ?? 0;
    const b = other[index] ?? 0;
    const group = ends.community[a] ?? 0;
    const isOne = group === ends.community[b] && group < COLOURS - 1;
    const share = most > least ? ((strength[index] ?? 0) - least) / (most - least) : 1;
    fields.set(
      [ends.x[a] ?? 0, ends.y[a] ?? 0, ends.x[b] ?? 0, ends.y[b] ?? 0, a, b, share],
      index * FIELDS,
    );
    fields[index * FIELDS + 7] = isOne ? group : -1;
  }
  return fields;
}

function linked(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error("The graphics processor takes no program.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`Lines cannot be drawn: ${gl.getProgramInfoLog(program) ?? ""}`);
  }
  return program;
}
