import { NodeProgram, type NodeProgramType } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { CELL, MARGIN, type Portraits, placeOf, SHEET } from "./portraits";

const LEVELS = 3; // of smaller copies of the sheet: further down, neighbours would mix
const UNIFORMS = [
  "u_sizeRatio",
  "u_correctionRatio",
  "u_matrix",
  "u_sheet",
  "u_ring",
  "u_pixel",
  "u_card",
] as const;

const VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_color;
attribute vec2 a_cell;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_way;
varying float v_radius;
varying vec2 v_cell;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 way = size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + way, 1.0)).xy, 0.0, 1.0);
  v_color = a_color;
  v_color.a *= 255.0 / 254.0;
  v_way = way;
  v_radius = size / 2.0;
  v_cell = a_cell;
}`;

// A disc in the colour of the group; where its portrait is here, that fills all but a ring.
const FRAGMENT = `
precision mediump float;
varying vec4 v_color;
varying vec2 v_way;
varying float v_radius;
varying vec2 v_cell;
uniform sampler2D u_sheet;
uniform float u_ring;
uniform float u_pixel;
uniform vec3 u_card;
void main() {
  float far = length(v_way);
  float edge = u_pixel;
  float inside = 1.0 - smoothstep(v_radius - edge, v_radius, far);
  vec3 colour = v_color.rgb;
  float ring = max(u_ring * v_radius, 1.5 * edge);
  if (v_cell.x >= 0.0) {
    float inner = v_radius - ring;
    vec2 at = v_way / max(inner, edge) * vec2(0.5, -0.5) + 0.5;
    vec2 place = v_cell + (at * ${(CELL - 2 * MARGIN).toFixed(1)} + ${MARGIN.toFixed(1)}) / ${SHEET.toFixed(1)};
    vec3 face = texture2D(u_sheet, place).rgb;
    float within = 1.0 - smoothstep(inner - edge, inner, far);
    colour = mix(colour, face, within);
  } else if (v_radius > 5.0 * edge) {
    // Without a portrait: lighter inside, so that it reads as a ring that waits.
    float within = 1.0 - smoothstep(v_radius - ring - edge, v_radius - ring, far);
    colour = mix(colour, mix(colour, u_card, 0.55), within);
  }
  float alpha = inside * v_color.a;
  gl_FragColor = vec4(colour * alpha, alpha);
}`;

/** What a node has beside what sigma knows of. */
interface Drawn extends NodeDisplayData {
  index: number;
}

/** Returns what draws nodes as discs, with the portraits that are here. */
export function nodeProgramFor(portraits: Portraits, card: () => Float32Array): NodeProgramType {
  return class extends NodeProgram<(typeof UNIFORMS)[number]> {
    readonly #cells = portraits.cells;
    readonly #sheet: WebGLTexture;
    readonly #drawn = new Map<number, ImageBitmap>(); // by cell

    constructor(...[gl, , renderer]: ConstructorParameters<NodeProgramType>) {
      super(gl, null, renderer); // whose node it is is found by nearness: nothing is drawn twice
      this.#sheet = sheetOf(gl);
    }

    override getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES as 4,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT as 5126 },
          { name: "a_size", size: 1, type: FLOAT as 5126 },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE as 5121, normalized: true },
          { name: "a_cell", size: 2, type: FLOAT as 5126 },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT as 5126 }],
        CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
      };
    }

    override processVisibleItem(_: number, start: number, data: NodeDisplayData): void {
      const { index, x, y, size, color } = data as Drawn;
      const cell = portraits.picture(index) === undefined ? -1 : this.#cells.of(index);
      const place = placeOf(cell);
      this.array[start] = x;
      this.array[start + 1] = y;
      this.array[start + 2] = size;
      this.array[start + 3] = floatColor(color);
      this.array[start + 4] = cell < 0 ? -1 : place.x / SHEET;
      this.array[start + 5] = cell < 0 ? -1 : place.y / SHEET;
    }

    override setUniforms(params: RenderParams, { gl, uniformLocations }: this["normalProgram"]) {
      this.#update(gl);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, this.#sheet);
      gl.uniform1i(uniformLocations["u_sheet"] ?? null, 0);
      gl.uniform1f(uniformLocations["u_ring"] ?? null, 0.09);
      gl.uniform3fv(uniformLocations["u_card"] ?? null, card());
      gl.uniform1f(
        uniformLocations["u_pixel"] ?? null,
        (2 * params.correctionRatio) / params.pixelRatio,
      );
      gl.uniform1f(uniformLocations["u_sizeRatio"] ?? null, params.sizeRatio);
      gl.uniform1f(uniformLocations["u_correctionRatio"] ?? null, params.correctionRatio);
      gl.uniformMatrix3fv(uniformLocations["u_matrix"] ?? null, false, params.matrix);
    }

    override kill(): void {
      this.normalProgram.gl.deleteTexture(this.#sheet);
      super.kill();
    }

    /** Puts portraits onto the card that are not there yet. */
    #update(gl: WebGLRenderingContext | WebGL2RenderingContext): void {
      let changed = false;
      for (const [node, picture] of portraits.all) {
        const cell = this.#cells.of(node);
        if (this.#drawn.get(cell) === picture) continue;
        if (!changed) gl.bindTexture(gl.TEXTURE_2D, this.#sheet);
        changed = true;
        this.#drawn.set(cell, picture);
        const { x, y } = placeOf(cell);
        gl.texSubImage2D(
          gl.TEXTURE_2D,
          0,
          x + MARGIN,
          y + MARGIN,
          gl.RGBA,
          gl.UNSIGNED_BYTE,
          picture,
        );
      }
      if (changed) gl.generateMipmap(gl.TEXTURE_2D);
    }
  } as unknown as NodeProgramType;
}

/** A program that draws nothing: what is pointed at is drawn with its name, on top of all. */
export const nothing = class {
  drawLabel = undefined;
  drawHover = undefined;
  kill(): void {}
  reallocate(): void {}
  process(): void {}
  render(): void {}
} as unknown as NodeProgramType;

function sheetOf(gl: WebGLRenderingContext | WebGL2RenderingContext): WebGLTexture {
  const sheet = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, sheet);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, SHEET, SHEET, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  if (gl instanceof WebGL2RenderingContext) {
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, LEVELS);
  }
  gl.generateMipmap(gl.TEXTURE_2D);
  return sheet;
}
