export const sparklineMessages = {
  summary: {
    en: '{measure} from {from} to {to}: first {first}, last {last}; lowest {least}, highest {most}.',
    fr: '{measure} de {from} à {to} : d’abord {first}, enfin {last} ; minimum {least}, maximum {most}.',
    ru: '{measure} с {from} по {to}: вначале {first}, в конце {last}; минимум {least}, максимум {most}.',
    he: '{measure} מ{from} עד {to}: תחילה {first}, לבסוף {last}; הנמוך {least}, הגבוה {most}.',
  },
  change: {
    en: '{change} in {period}, against {before}',
    fr: '{change} en {period}, contre {before}',
    ru: '{change}: {period} к {before}',
    he: '{change} ב{period}, לעומת {before}',
  },
  points: { en: '{change} pts', fr: '{change} pts', ru: '{change} п. п.', he: '{change} נק׳' },
  none: {
    en: 'A line will stand here once there are dates to follow.',
    fr: 'Une courbe s’affichera ici dès qu’il y aura des dates à suivre.',
    ru: 'Линия появится здесь, когда будут даты.',
    he: 'כאן יופיע קו כשיהיו תאריכים לעקוב אחריהם.',
  },
} as const;
