import { useEffect, useState } from 'react';
import classes from '../papers/official-sheet.module.css';

interface Drawing {
  readonly size: number;
  readonly path: string;
}

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
  /** As on a paper, unless it is shown elsewhere. */
  readonly className?: string | undefined;
}

/** A text as a QR code. What draws it is fetched when it is needed. */
export function QrCode({ text, label, className = classes['qr'] }: QrCodeProps) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let shown = true;
    void draw(text).then((drawn) => shown && setDrawing(drawn));
    return () => {
      shown = false;
    };
  }, [text]);
  if (!drawing) return <div className={className} />;
  return (
    <svg className={className} role="img" aria-label={label} viewBox={`0 0 ${drawing.size} ${drawing.size}`} shapeRendering="crispEdges">
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}

async function draw(text: string): Promise<Drawing> {
  const { default: qrcode } = await import('qrcode-generator');
  // M: a fold through the code may take 15 % of it.
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const modules = Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => (code.isDark(row, column) ? `M${column} ${row}h1v1h-1z` : '')).join(''));
  return { size, path: modules.join('') };
}
