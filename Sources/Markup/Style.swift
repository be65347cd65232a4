/// What all pages look like: the system's own fonts, light and dark, every text at a contrast of 4.5 or more
/// (WCAG 2.2, AA). `HTMLWriter.markup` takes it.
package let pageStyle: StaticString = """
    :root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1c1b19;--soft:#5a5650;--line:#dcd8d0;--link:#0b4f8a;\
    --chip:#f0ede6;--bar:#7a9cbf;--bad:#a01c1c;--person:#fdeec2;--organisation:#dcecfb;--place:#dff2e0;--other:#eee6f6}
    @media(prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1d2024;--ink:#eae7e1;--soft:#aba69d;--line:#363a40;\
    --link:#8fbdec;--chip:#2a2e34;--bar:#5b7fa6;--bad:#ff9d94;--person:#4a3c12;--organisation:#17364f;--place:#1c4023;\
    --other:#3a2c4a}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",\
    "Noto Sans CJK SC","Noto Sans Arabic",sans-serif;overflow-wrap:anywhere}
    main,body>header,body>footer,body>nav{max-width:46rem;margin-inline:auto;padding-inline:1.1rem}
    a{color:var(--link);text-underline-offset:.15em}
    a:focus-visible,input:focus-visible,summary:focus-visible,button:focus-visible{outline:3px solid var(--link);\
    outline-offset:2px;border-radius:2px}
    h1,h2,h3{line-height:1.22;text-wrap:balance}
    .soft{color:var(--soft)}.bad{color:var(--bad)}
    .chips{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem;margin:.6rem 0 0;padding:0}
    .chips li{background:var(--chip);border-radius:1rem;padding:.08rem .65rem;font-size:.84rem}
    .chips .person{background:var(--person)}.chips .organisation{background:var(--organisation)}
    .chips .place{background:var(--place)}
    .skip{position:absolute;inset-inline-start:-99rem}.skip:focus{position:static}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    @media print{body{background:#fff;color:#000}nav,form{display:none}}

    """
