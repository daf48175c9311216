/** Whether a workbook can be packed in this page: the drop-in packs without workers, which strict policies forbid (scripts/build-widgets.mjs). */
export const canPack = (_rows: number): Promise<boolean> => Promise.resolve(true);
