/** A picture as a camera would give it, drawn: somebody in a room, who nods while it moves. */
export function drawnStream(hue: number, isMoving: () => boolean): MediaStream {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  const brush = canvas.getContext('2d');
  let turn = 0;
  const draw = (): void => {
    if (!brush) return;
    const lift = Math.sin(turn++ / 6) * 6;
    brush.fillStyle = `hsl(${hue} 35% 72%)`;
    brush.fillRect(0, 0, 640, 480);
    brush.fillStyle = `hsl(${hue} 30% 45%)`;
    brush.beginPath();
    brush.ellipse(320, 470, 190, 150, 0, 0, Math.PI * 2);
    brush.fill();
    brush.fillStyle = '#e8c3a5';
    brush.beginPath();
    brush.ellipse(320, 220 + lift, 85, 110, 0, 0, Math.PI * 2);
    brush.fill();
  };
  draw();
  setInterval(() => {
    if (isMoving()) draw();
  }, 100);
  return canvas.captureStream(10);
}
