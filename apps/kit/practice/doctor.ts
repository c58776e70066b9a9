/** Milliseconds between two frames: calm, and light for an old tablet. */
const FRAME_MS = 66;
const BLINK_EVERY_MS = 3600;
const BLINK_MS = 140;
const [WIDTH, HEIGHT] = [640, 480];

type Brush = CanvasRenderingContext2D;

function oval(brush: Brush, colour: string, x: number, y: number, rx: number, ry: number): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
  brush.fill();
}

function stroke(brush: Brush, colour: string, width: number, draw: () => void): void {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.lineCap = 'round';
  brush.beginPath();
  draw();
  brush.stroke();
}

function drawRoom(brush: Brush): void {
  brush.fillStyle = '#d9e6ee';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.fillStyle = '#f7fbfd';
  brush.fillRect(36, 40, 150, 170);
  brush.fillStyle = '#bcd9ea';
  brush.fillRect(48, 52, 126, 146);
  brush.fillStyle = '#c7b79c';
  brush.fillRect(470, 150, 140, 10);
  for (const [index, colour] of ['#7c9a72', '#b36a5e', '#5f7fa6', '#c2a24c'].entries()) {
    brush.fillStyle = colour;
    brush.fillRect(480 + index * 28, 92 - (index % 2) * 10, 20, 58 + (index % 2) * 10);
  }
}

function drawBody(brush: Brush): void {
  oval(brush, '#ffffff', 320, 520, 215, 175);
  brush.fillStyle = '#8fb8b0';
  brush.beginPath();
  brush.moveTo(282, 352);
  brush.lineTo(320, 430);
  brush.lineTo(358, 352);
  brush.fill();
  stroke(brush, '#c9d3da', 4, () => {
    brush.moveTo(280, 356);
    brush.lineTo(318, 478);
    brush.moveTo(360, 356);
    brush.lineTo(322, 478);
  });
  // A stethoscope, so that anybody knows who it is.
  stroke(brush, '#34424f', 6, () => {
    brush.moveTo(262, 366);
    brush.quadraticCurveTo(262, 452, 300, 456);
    brush.moveTo(378, 366);
    brush.quadraticCurveTo(382, 430, 372, 446);
  });
  oval(brush, '#34424f', 371, 456, 13, 13);
}

function drawFace(brush: Brush, mouth: number, isBlinking: boolean): void {
  oval(brush, '#5b4636', 320, 196, 118, 132);
  oval(brush, '#e9c3a3', 320, 318, 44, 60);
  oval(brush, '#f0cdb0', 320, 226, 96, 116);
  oval(brush, '#f0cdb0', 222, 232, 14, 24);
  oval(brush, '#f0cdb0', 418, 232, 14, 24);
  // Her fringe.
  brush.fillStyle = '#5b4636';
  brush.beginPath();
  brush.moveTo(222, 196);
  brush.quadraticCurveTo(246, 84, 330, 98);
  brush.quadraticCurveTo(410, 100, 418, 196);
  brush.quadraticCurveTo(380, 150, 312, 152);
  brush.quadraticCurveTo(250, 154, 222, 196);
  brush.fill();
  for (const x of [282, 358]) {
    stroke(brush, '#5b4636', 6, () => {
      brush.moveTo(x - 18, 190);
      brush.quadraticCurveTo(x, 181, x + 18, 190);
    });
    if (isBlinking) {
      stroke(brush, '#3b2f27', 5, () => {
        brush.moveTo(x - 13, 216);
        brush.quadraticCurveTo(x, 222, x + 13, 216);
      });
    } else {
      oval(brush, '#ffffff', x, 216, 16, 12);
      oval(brush, '#3f5b74', x, 216, 9, 10);
      oval(brush, '#ffffff', x + 3, 212, 3, 3);
    }
  }
  stroke(brush, '#d39f7c', 5, () => {
    brush.moveTo(320, 232);
    brush.quadraticCurveTo(310, 258, 322, 260);
  });
  oval(brush, 'rgb(226 140 120 / 35%)', 258, 262, 22, 14);
  oval(brush, 'rgb(226 140 120 / 35%)', 382, 262, 22, 14);
  if (mouth > 0.12) {
    oval(brush, '#8c3b3b', 320, 294, 28 - mouth * 4, 5 + mouth * 15);
    oval(brush, '#d9837f', 320, 300 + mouth * 5, 14, 3 + mouth * 5);
  } else {
    stroke(brush, '#a44d48', 6, () => {
      brush.moveTo(286, 286);
      brush.quadraticCurveTo(320, 316, 354, 286);
    });
  }
}

export interface DrawnDoctor {
  readonly track: MediaStreamTrack | undefined;
  close(): void;
}

/** A friendly doctor, plainly drawn so that nobody takes her for a person (T13). */
export function createDoctor(mouth: () => number): DrawnDoctor {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const brush = canvas.getContext('2d');
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;

  function draw(): void {
    if (!brush) return;
    const now = performance.now();
    const sway = isCalm ? 0 : Math.sin(now / 900) * 4;
    drawRoom(brush);
    brush.save();
    brush.translate(sway / 2, 0);
    drawBody(brush);
    brush.translate(sway / 2, Math.abs(sway) / 2);
    drawFace(brush, mouth(), now % BLINK_EVERY_MS < BLINK_MS);
    brush.restore();
  }
  draw();
  const timer = setInterval(draw, FRAME_MS);
  const [track] = canvas.captureStream(1000 / FRAME_MS).getVideoTracks();
  return {
    track,
    close() {
      clearInterval(timer);
      track?.stop();
    },
  };
}
