import { defineEntity } from '../../blueprint/index.ts';

/** One line of what was sold: so many bottles of a wine to a customer. Lines of one document stay apart by their wine. */
export const sale = defineEntity({
  name: 'sale',
  label: { en: 'Sale', fr: 'Vente', ru: 'Продажа', he: 'מכירה' },
  plural: { en: 'Sales', fr: 'Ventes', ru: 'Продажи', he: 'מכירות' },
  title: 'document',
  key: ['document', 'wine'],
  fields: {
    document: {
      kind: 'text',
      label: { en: 'Document', fr: 'Pièce', ru: 'Документ', he: 'מסמך' },
      required: true,
      indexed: true,
      max: 100,
      aliases: ['document id', 'invoice', 'invoice number', 'order', 'facture', 'numéro de facture', 'commande', 'bon'],
    },
    wine: {
      kind: 'link',
      to: 'wine',
      label: { en: 'Wine', fr: 'Vin', ru: 'Вино', he: 'יין' },
      indexed: true,
      dimension: true,
      aliases: ['product', 'product key', 'product code', 'produit', 'article', 'code produit'],
    },
    wording: {
      kind: 'text',
      label: { en: 'Wording', fr: 'Libellé', ru: 'Надпись', he: 'ניסוח' },
      max: 255,
      aliases: ['product label', 'item label', 'libellé produit', 'désignation'],
    },
    customer: {
      kind: 'link',
      to: 'customer',
      label: { en: 'Customer', fr: 'Client', ru: 'Покупатель', he: 'לקוח' },
      indexed: true,
      dimension: true,
      aliases: ['client code', 'customer code', 'client id', 'customer id', 'code client', 'acheteur'],
    },
    quantity: {
      kind: 'number',
      label: { en: 'Bottles', fr: 'Bouteilles', ru: 'Бутылки', he: 'בקבוקים' },
      min: 0,
      aliases: ['quantity', 'qty', 'quantité', 'qté', 'nombre'],
    },
    amount: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Amount', fr: 'Montant', ru: 'Сумма', he: 'סכום' },
      aliases: ['total', 'sales amount', 'montant ttc', 'chiffre d’affaires', 'ca'],
    },
    soldOn: {
      kind: 'date',
      label: { en: 'Sold', fr: 'Vendu le', ru: 'Продано', he: 'נמכר' },
      indexed: true,
      aliases: ['sale date', 'date', 'order date', 'invoice date', 'date de vente', 'date de facture'],
    },
  },
  parts: { amount: 'amount' },
  metrics: {
    'sale.bottles': {
      label: { en: 'Bottles sold', fr: 'Bouteilles vendues', ru: 'Продано бутылок', he: 'בקבוקים שנמכרו' },
      formula: 'sum(quantity)',
      unit: 'count',
    },
    'sale.revenue': {
      label: { en: 'Revenue', fr: 'Chiffre d’affaires', ru: 'Выручка', he: 'הכנסות' },
      formula: 'sum(amount)',
      unit: 'money',
    },
    'sale.bottle': {
      label: { en: 'Average bottle', fr: 'Prix moyen par bouteille', ru: 'Средняя бутылка', he: 'בקבוק ממוצע' },
      formula: 'sum(amount) / sum(quantity)',
      unit: 'money',
    },
  },
  gates: {
    stillToCome: {
      severity: 'warning',
      fails: 'soldOn > today()',
      message: {
        en: 'The day of the sale is still to come.',
        fr: 'Le jour de la vente est encore à venir.',
        ru: 'День продажи ещё не наступил.',
        he: 'יום המכירה עדיין לא הגיע.',
      },
    },
  },
  views: {
    table: ['document', 'soldOn', 'wine', 'customer', 'quantity', 'amount'],
    form: [['document', 'soldOn'], ['wine', 'customer'], 'wording', ['quantity', 'amount']],
    filters: ['wine', 'customer', 'soldOn'],
  },
});
