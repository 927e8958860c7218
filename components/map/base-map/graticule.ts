/** Steps between the lines, degrees: the smallest that leaves at least 90 px between two meridians. */
const STEPS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];
const MIN_GAP_PX = 90;

export function graticuleStep(zoom: number, tilePx: number): number {
  const pxPerDegree = (tilePx * 2 ** zoom) / 360;
  return STEPS.find((step) => step * pxPerDegree >= MIN_GAP_PX) ?? 30;
}

/** Meridians and parallels on plain ground, where the street network ends. */
export function drawGraticule(
  context: CanvasRenderingContext2D,
  { x, y, z }: { readonly x: number; readonly y: number; readonly z: number },
  tilePx: number,
  ratio: number,
  colour: string,
): void {
  const step = graticuleStep(z, tilePx);
  const world = 2 ** z;
  const west = (x / world) * 360 - 180;
  const east = ((x + 1) / world) * 360 - 180;
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / world))) * 180) / Math.PI;
  const rowOf = (degrees: number) =>
    ((1 - Math.asinh(Math.tan((degrees * Math.PI) / 180)) / Math.PI) / 2) * world;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let lng = Math.ceil(west / step) * step; lng < east; lng += step) {
    const px = ((lng - west) / (east - west)) * tilePx;
    context.moveTo(px, 0);
    context.lineTo(px, tilePx);
  }
  const south = latitude(y + 1);
  for (let lat = Math.floor(latitude(y) / step) * step; lat > south; lat -= step) {
    const px = (rowOf(lat) - y) * tilePx;
    context.moveTo(0, px);
    context.lineTo(tilePx, px);
  }
  context.stroke();
}
