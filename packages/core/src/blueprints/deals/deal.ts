import { defineEntity } from '../../blueprint/index.ts';
import { sales } from './sales-pipeline.ts';

/** A chance to sell something to somebody, on its way through the pipeline. */
export const deal = defineEntity({
  name: 'deal',
  label: { en: 'Deal', fr: 'Affaire', ru: 'Сделка', he: 'עסקה' },
  plural: { en: 'Deals', fr: 'Affaires', ru: 'Сделки', he: 'עסקאות' },
  title: 'client',
  pipelines: { sales },
  fields: {
    client: {
      kind: 'text',
      label: { en: 'Client', fr: 'Client', ru: 'Клиент', he: 'לקוח' },
      required: true,
      max: 255,
      // A file that names the account, or only numbers its deals, still names every deal.
      fallback: ['account', 'reference'],
      aliases: ['prospect', 'entreprise', 'customer', 'task name', 'deal name', 'opportunity', 'opportunity name', 'nom', 'nom du client', 'titre', 'название', 'שם'],
    },
    account: {
      kind: 'link',
      to: 'company',
      label: { en: 'Company', fr: 'Société', ru: 'Компания', he: 'חברה' },
      dimension: true,
      indexed: true,
      aliases: ['account', 'account name', 'company name', 'société', 'compte', 'organisation', 'organization', 'associated company'],
    },
    contact: {
      kind: 'link',
      to: 'contact',
      label: { en: 'Contact', fr: 'Contact', ru: 'Контакт', he: 'איש קשר' },
      aliases: ['contact name', 'associated contact', 'interlocuteur'],
    },
    amount: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Amount', fr: 'Montant', ru: 'Сумма', he: 'סכום' },
      min: 0,
      aliases: ['montant_brut', 'montant deal', 'montant', 'valeur', 'value', 'deal value', 'close value', 'price', 'budget', 'сумма'],
    },
    stage: {
      kind: 'stage',
      pipeline: 'sales',
      label: { en: 'Stage', fr: 'Étape', ru: 'Этап', he: 'שלב' },
      required: true,
      indexed: true,
      aliases: ['statut', 'status', 'deal stage', 'étape', 'phase', 'pipeline stage', 'статус'],
    },
    probability: {
      kind: 'percent',
      label: { en: 'Probability', fr: 'Probabilité', ru: 'Вероятность', he: 'הסתברות' },
      follows: 'stage.probability',
      aliases: ['probabilité', 'probabilite', 'win probability', 'chance'],
    },
    weighted: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Weighted', fr: 'Pondéré', ru: 'Взвешенная', he: 'משוקלל' },
      formula: 'amount * probability',
    },
    sector: {
      kind: 'text',
      label: { en: 'Sector', fr: 'Secteur', ru: 'Отрасль', he: 'תחום' },
      dimension: true,
      indexed: true,
      max: 100,
      fallback: ['tags'],
      aliases: ['secteur', 'industry', 'secteur d’activité', 'segment', 'отрасль'],
    },
    product: {
      kind: 'text',
      label: { en: 'Product', fr: 'Produit', ru: 'Продукт', he: 'מוצר' },
      dimension: true,
      aliases: ['produit', 'offre', 'product name'],
    },
    priority: {
      kind: 'choice',
      label: { en: 'Priority', fr: 'Priorité', ru: 'Приоритет', he: 'עדיפות' },
      options: [
        { key: 'high', label: { en: 'High', fr: 'Haute', ru: 'Высокий', he: 'גבוהה' }, aliases: ['urgent', 'a'] },
        { key: 'medium', label: { en: 'Medium', fr: 'Moyenne', ru: 'Средний', he: 'בינונית' }, aliases: ['normal', 'normale', 'b'] },
        { key: 'low', label: { en: 'Low', fr: 'Basse', ru: 'Низкий', he: 'נמוכה' }, aliases: ['faible', 'c'] },
      ],
      aliases: ['priorité'],
    },
    createdOn: {
      kind: 'date',
      label: { en: 'Created', fr: 'Création', ru: 'Создана', he: 'נוצר' },
      indexed: true,
      aliases: ['date created', 'created', 'create date', 'engage date', 'date de création', 'ouvert le'],
    },
    startOn: {
      kind: 'date',
      label: { en: 'Start', fr: 'Début', ru: 'Начало', he: 'התחלה' },
      aliases: ['start date', 'date de début'],
    },
    dueOn: {
      kind: 'date',
      label: { en: 'Due', fr: 'Échéance', ru: 'Срок', he: 'יעד' },
      indexed: true,
      aliases: ['date_echeance', 'due date', 'expected close date', 'expected close', 'échéance', 'date d’échéance', 'closing date', 'срок'],
    },
    closedOn: {
      kind: 'date',
      label: { en: 'Closed', fr: 'Clôture', ru: 'Закрыта', he: 'נסגר' },
      indexed: true,
      aliases: ['close date', 'closed', 'closed date', 'date de clôture', 'clôture', 'signé le'],
    },
    owner: {
      kind: 'link',
      to: 'user',
      label: { en: 'Owner', fr: 'Responsable', ru: 'Ответственный', he: 'אחראי' },
      dimension: true,
      indexed: true,
      aliases: ['assignee', 'assignees', 'assigned to', 'commercial', 'sales agent', 'deal owner', 'vendeur', 'responsable'],
    },
    reference: {
      kind: 'text',
      label: { en: 'Reference', fr: 'Référence', ru: 'Номер', he: 'אסמכתה' },
      max: 100,
      indexed: true,
      aliases: ['opportunity id', 'deal id', 'record id', 'référence', 'numéro', 'ref'],
    },
    tags: {
      kind: 'tags',
      label: { en: 'Tags', fr: 'Étiquettes', ru: 'Метки', he: 'תגיות' },
      aliases: ['tag', 'étiquettes', 'mots-clés', 'labels', 'keywords'],
    },
    notes: {
      kind: 'note',
      label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' },
      aliases: ['task content', 'commentaires', 'comments', 'description', 'note'],
    },
  },
  parts: {
    amount: 'amount',
    stage: 'stage',
    probability: 'probability',
    weighted: 'weighted',
    created: 'createdOn',
    closed: 'closedOn',
    expected: 'dueOn',
    owner: 'owner',
  },
  gates: {
    unpriced: {
      severity: 'warning',
      fails: 'amount is empty or amount = 0',
      message: {
        en: 'No amount: the deal counts as nothing in the pipeline.',
        fr: 'Sans montant : l’affaire ne compte pour rien dans le pipeline.',
        ru: 'Нет суммы: сделка ничего не весит в воронке.',
        he: 'אין סכום: העסקה אינה נספרת בצנרת.',
      },
    },
    unowned: {
      severity: 'error',
      fails: 'stage.probability >= 70 and stage.open and owner is empty',
      message: {
        en: 'A deal this far on needs an owner.',
        fr: 'Une affaire aussi avancée a besoin d’un responsable.',
        ru: 'Сделке на этом этапе нужен ответственный.',
        he: 'עסקה בשלב כזה צריכה אחראי.',
      },
    },
    overdue: {
      severity: 'warning',
      fails: 'stage.open and dueOn < today()',
      message: {
        en: 'The due date has passed.',
        fr: 'L’échéance est dépassée.',
        ru: 'Срок прошёл.',
        he: 'המועד עבר.',
      },
    },
  },
  views: {
    table: ['client', 'stage', 'amount', 'weighted', 'sector', 'dueOn', 'owner'],
    board: { by: 'stage', card: ['client', 'amount', 'dueOn'] },
    form: ['client', ['amount', 'stage'], ['account', 'contact'], ['sector', 'product'], ['dueOn', 'probability'], ['owner', 'priority'], 'tags', 'notes'],
    filters: ['stage', 'sector', 'owner', 'dueOn'],
  },
});
