import { defineEntity } from '../../blueprint/index.ts';

/** A wine that is sold, by the code that the till knows it by. */
export const wine = defineEntity({
  name: 'wine',
  label: { en: 'Wine', fr: 'Vin', ru: 'Вино', he: 'יין' },
  plural: { en: 'Wines', fr: 'Vins', ru: 'Вина', he: 'יינות' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      aliases: ['wine name', 'product name', 'libellé', 'désignation', 'cuvée'],
    },
    code: {
      kind: 'text',
      label: { en: 'Code', fr: 'Code', ru: 'Код', he: 'קוד' },
      unique: true,
      max: 100,
      aliases: ['product key', 'product code', 'sku', 'référence', 'code produit', 'code article'],
    },
    family: {
      kind: 'text',
      label: { en: 'Family', fr: 'Famille', ru: 'Вид', he: 'משפחה' },
      dimension: true,
      max: 100,
      aliases: ['family crm', 'colour', 'color', 'couleur', 'type de vin', 'catégorie'],
    },
    price: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Price with tax', fr: 'Prix TTC', ru: 'Цена с НДС', he: 'מחיר כולל מע״מ' },
      min: 0,
      aliases: ['price ttc', 'price', 'unit price', 'prix', 'tarif', 'prix unitaire'],
    },
    popularity: {
      kind: 'percent',
      label: { en: 'Popularity', fr: 'Popularité', ru: 'Популярность', he: 'פופולריות' },
      aliases: ['global popularity score', 'popularity score'],
    },
  },
  metrics: {
    'wine.price': {
      label: { en: 'Average price', fr: 'Prix moyen', ru: 'Средняя цена', he: 'מחיר ממוצע' },
      formula: 'avg(price)',
      unit: 'money',
    },
  },
  views: {
    table: ['name', 'code', 'family', 'price', 'popularity'],
    form: ['name', ['code', 'family'], ['price', 'popularity']],
    filters: ['family'],
  },
});
