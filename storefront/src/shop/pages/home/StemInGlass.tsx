/**
 * One stem in a glass, by the window, in the morning: the picture of the house. Flat shapes in tones of one
 * hue, a fine darker line in the petals, as all pictures here are drawn.
 */
export function StemInGlass({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="0 0 520 600" className={className} aria-hidden="true">
      <defs>
        <clipPath id="wall">
          <path d="M0 260a260 260 0 0 1 520 0v326c0 8-6 14-14 14H14c-8 0-14-6-14-14Z" />
        </clipPath>
        <clipPath id="water">
          <path d="M203 428h114l-7 104c-.6 8-7 14-15 14h-70c-8 0-14.400-6-15-14Z" />
        </clipPath>
      </defs>
      <g clipPath="url(#wall)">
        <rect width="520" height="600" fill="#F3E9DC" />
        {/* The window's light on the wall, four panes of it. */}
        <g fill="#FCF6EA">
          <path d="M92 70 232 22v150L92 224Z" />
          <path d="M248 17 388-31v148L248 167Z" />
          <path d="M92 244 232 192v150L92 396Z" />
          <path d="M248 187 388 136v150L248 337Z" />
        </g>
        {/* The table and its linen. */}
        <path d="M0 520h520v80H0Z" fill="#E6D7C3" />
        <path d="M0 520h520" stroke="#CFBCA3" strokeWidth="2" />
        <path d="M206 546c60-9 214-8 284 5-56 13-214 16-284 7-8-1-8-11 0-12Z" fill="#D3C0A6" />
      </g>
      {/* The stem, bent at the water as stems are. */}
      <path d="M262 222c-8 62 4 116 0 196" fill="none" stroke="#4C6B4F" strokeWidth="7" strokeLinecap="round" />
      <path d="M257 428c1 38-10 70-22 106" fill="none" stroke="#5E7F60" strokeWidth="6.500" strokeLinecap="round" opacity=".75" />
      {/* Leaves, the near one lighter on the side of the window. */}
      <path d="M262 352c6-52 42-86 104-92 2 54-38 92-104 92Z" fill="#5E7F60" />
      <path d="M262 352c26-44 58-70 104-92" fill="none" stroke="#3D5A41" strokeWidth="2" />
      <path d="M286 316c14-2 28-2 40 2M306 296c12-4 26-6 38-4M282 322c0-14 4-28 10-40M304 298c0-10 4-20 10-28" fill="none" stroke="#3D5A41" strokeWidth="1.300" />
      <path d="M262 396c-4-46-36-78-92-86 0 50 36 84 92 86Z" fill="#4C6B4F" />
      <path d="M262 396c-26-40-54-64-92-86" fill="none" stroke="#35503A" strokeWidth="2" />
      <path d="M236 364c-12 0-24-2-34-8M220 346c-12 0-20-4-30-8M240 368c0-12-2-22-8-34M222 348c0-10-4-18-8-26" fill="none" stroke="#35503A" strokeWidth="1.300" />
      {/* The camellia: back petals, a ring of five, the fold within, the gold heart. */}
      <g>
        <path d="M262 60c36-14 74 4 82 40 30 14 38 54 16 80 4 36-30 62-62 52-24 22-66 16-82-12-36-2-58-38-44-70-18-30-4-68 30-78 12-20 40-24 60-12Z" fill="#93264A" />
        <path d="M256 78c28-24 74-10 80 28-8 30-40 44-66 38-22-14-28-44-14-66Z" fill="#B4325A" />
        <path d="M338 116c32 18 32 66 0 84-32 4-58-16-62-42 6-28 34-46 62-42Z" fill="#BF446A" />
        <path d="M320 208c-6 34-50 50-80 30-14-28-4-58 20-70 28-4 52 14 60 40Z" fill="#B4325A" />
        <path d="M230 234c-34 4-66-26-60-60 18-24 50-28 70-12 16 22 10 54-10 72Z" fill="#C25074" />
        <path d="M172 158c-16-30 4-70 38-76 28 8 42 36 34 60-16 22-46 28-72 16Z" fill="#BF446A" />
        <path d="M234 112c20-16 52-10 62 14 14 22 2 52-22 60-26 8-52-8-56-34-2-16 4-30 16-40Z" fill="#D27593" />
        <path d="M242 124c16-12 40-6 46 12 8 18-4 38-22 42-20 4-38-10-38-28 0-10 6-20 14-26Z" fill="#C25074" />
        <g fill="none" stroke="#7C1D3D" strokeWidth="1.500" strokeLinecap="round" opacity=".7">
          <path d="M272 88c10 8 18 18 22 30M296 84c6 8 12 18 14 28M336 134c-10 8-20 12-32 14M344 158c-12 4-26 6-38 4M302 214c-8-8-16-14-26-18M274 232c-2-10-6-20-12-28M208 222c2-12 8-22 16-30M186 200c8-8 18-14 28-18M190 112c8 8 18 12 28 14M184 136c10 4 20 6 30 4" />
          <path d="M236 128c4-10 16-18 28-18M284 172c-10 8-26 8-36 2" />
        </g>
        <g fill="#E3A93B">
          <circle cx="248" cy="150" r="4" /><circle cx="258" cy="142" r="4" /><circle cx="269" cy="146" r="4" /><circle cx="266" cy="158" r="4" /><circle cx="254" cy="160" r="4" /><circle cx="259" cy="151" r="4" />
        </g>
        <g fill="#C58517"><circle cx="258" cy="142" r="1.500" /><circle cx="266" cy="158" r="1.500" /><circle cx="248" cy="150" r="1.500" /></g>
      </g>
      {/* A bud that opens tomorrow. */}
      <path d="M264 300c-24-26-54-44-90-54" fill="none" stroke="#4C6B4F" strokeWidth="4.500" strokeLinecap="round" />
      <path d="M150 214c20-4 36 10 34 30-10 14-34 14-44 0-4-12 0-24 10-30Z" fill="#B4325A" />
      <path d="M150 214c14 6 20 18 16 38-12 2-22-2-26-8-4-12 0-24 10-30Z" fill="#C85A7C" />
      <path d="M140 240c8 16 34 18 46 4-4 14-12 20-24 18-10-2-18-8-22-22Z" fill="#4C6B4F" />
      {/* The glass over the stem: water, light, rim. */}
      <g clipPath="url(#water)">
        <rect x="190" y="428" width="140" height="120" fill="#BFD3CF" opacity=".42" />
        <path d="M300 428h17l-8 118h-14Z" fill="#FFFFFF" opacity=".5" />
      </g>
      <path d="M196 378h128l-13 154c-.8 9-8 16-17 16h-68c-9 0-16.200-7-17-16Z" fill="#FFFFFF" opacity=".26" />
      <path d="M196 378h128l-13 154c-.8 9-8 16-17 16h-68c-9 0-16.200-7-17-16Z" fill="none" stroke="#A9B7B1" strokeWidth="2" />
      <path d="M200 428h120" stroke="#8FA8A2" strokeWidth="1.500" opacity=".8" />
      <path d="M211 396l7 120" stroke="#FFFFFF" strokeWidth="5" strokeLinecap="round" opacity=".8" />
      {/* A petal that let go. */}
      <path d="M372 548c12-16 38-20 56-8-6 16-36 22-56 8Z" fill="#C25074" />
      <path d="M378 547c16-6 30-8 46-6" fill="none" stroke="#7C1D3D" strokeWidth="1.300" opacity=".7" />
    </svg>
  );
}
