import { defineEntity } from '../../blueprint/index.ts';

/** Something to do by a day, about a lead, a contact or an opportunity. */
export const task = defineEntity({
  name: 'task',
  label: { en: 'Task', fr: 'Tâche', ru: 'Задача', he: 'משימה' },
  plural: { en: 'Tasks', fr: 'Tâches', ru: 'Задачи', he: 'משימות' },
  title: 'title',
  fields: {
    title: {
      kind: 'text',
      label: { en: 'Title', fr: 'Titre', ru: 'Название', he: 'כותרת' },
      required: true,
      max: 255,
      fallback: ['description'],
      aliases: ['name', 'task name', 'subject', 'nom', 'intitulé', 'sujet', 'objet', 'tâche'],
    },
    description: {
      kind: 'note',
      label: { en: 'Description', fr: 'Description', ru: 'Описание', he: 'תיאור' },
      aliases: ['notes', 'details', 'détails', 'comments', 'commentaires', 'content', 'contenu'],
    },
    kind: {
      kind: 'choice',
      label: { en: 'Kind', fr: 'Type', ru: 'Вид', he: 'סוג' },
      required: true,
      default: 'todo',
      options: [
        {
          key: 'call',
          label: { en: 'Call', fr: 'Appel', ru: 'Звонок', he: 'שיחה' },
          aliases: ['CALL', 'phone', 'appeler', 'téléphone'],
        },
        {
          key: 'email',
          label: { en: 'E-mail', fr: 'E-mail', ru: 'Письмо', he: 'דוא״ל' },
          aliases: ['EMAIL', 'mail', 'courriel'],
        },
        {
          key: 'meeting',
          label: { en: 'Meeting', fr: 'Rendez-vous', ru: 'Встреча', he: 'פגישה' },
          aliases: ['MEETING', 'rdv', 'réunion', 'visio'],
        },
        {
          key: 'todo',
          label: { en: 'To do', fr: 'À faire', ru: 'Дело', he: 'לביצוע' },
          aliases: ['task', 'tâche', 'other', 'autre'],
        },
        {
          key: 'followUp',
          label: { en: 'Follow-up', fr: 'Relance', ru: 'Напоминание', he: 'מעקב' },
          aliases: ['FOLLOWUP', 'follow up', 'relancer', 'suivi'],
        },
      ],
      aliases: ['type', 'task type', 'type de tâche'],
    },
    priority: {
      kind: 'choice',
      label: { en: 'Priority', fr: 'Priorité', ru: 'Приоритет', he: 'עדיפות' },
      required: true,
      default: 'medium',
      options: [
        {
          key: 'low',
          label: { en: 'Low', fr: 'Basse', ru: 'Низкий', he: 'נמוכה' },
          aliases: ['LOW', 'faible', 'c', '4'],
        },
        {
          key: 'medium',
          label: { en: 'Medium', fr: 'Moyenne', ru: 'Средний', he: 'בינונית' },
          aliases: ['MEDIUM', 'normal', 'normale', 'b', '3'],
        },
        {
          key: 'high',
          label: { en: 'High', fr: 'Haute', ru: 'Высокий', he: 'גבוהה' },
          aliases: ['HIGH', 'élevée', 'important', 'a', '2'],
        },
        {
          key: 'urgent',
          label: { en: 'Urgent', fr: 'Urgente', ru: 'Срочный', he: 'דחופה' },
          aliases: ['URGENT', 'critical', 'critique', '1'],
        },
      ],
      aliases: ['priorité'],
    },
    status: {
      kind: 'choice',
      label: { en: 'Status', fr: 'Statut', ru: 'Статус', he: 'סטטוס' },
      required: true,
      indexed: true,
      default: 'pending',
      options: [
        {
          key: 'pending',
          label: { en: 'Pending', fr: 'À faire', ru: 'Ожидает', he: 'ממתינה' },
          aliases: ['PENDING', 'open', 'todo', 'to do', 'en attente', 'non commencée', 'not started'],
        },
        {
          key: 'inProgress',
          label: { en: 'In progress', fr: 'En cours', ru: 'В работе', he: 'בביצוע' },
          aliases: ['IN_PROGRESS', 'doing', 'started', 'commencée'],
        },
        {
          key: 'completed',
          label: { en: 'Completed', fr: 'Terminée', ru: 'Выполнена', he: 'הושלמה' },
          aliases: ['COMPLETED', 'done', 'complete', 'closed', 'fait', 'faite', 'terminé'],
        },
        {
          key: 'cancelled',
          label: { en: 'Cancelled', fr: 'Annulée', ru: 'Отменена', he: 'בוטלה' },
          aliases: ['CANCELLED', 'canceled', 'annulé', 'abandoned', 'abandonnée'],
        },
      ],
      aliases: ['task status', 'statut', 'state', 'état'],
    },
    done: {
      kind: 'flag',
      label: { en: 'Done', fr: 'Faite', ru: 'Сделано', he: 'בוצעה' },
      formula: "status = 'completed'",
    },
    dueOn: {
      kind: 'date',
      label: { en: 'Due', fr: 'Échéance', ru: 'Срок', he: 'יעד' },
      indexed: true,
      aliases: ['due_date', 'due date', 'due', 'deadline', 'date d’échéance', 'à faire pour le', 'pour le'],
    },
    overdue: {
      kind: 'flag',
      label: { en: 'Overdue', fr: 'En retard', ru: 'Просрочена', he: 'באיחור' },
      // A task without a day is never late.
      formula: "coalesce(status in ('pending', 'inProgress') and dueOn < today(), false)",
    },
    completedAt: {
      kind: 'instant',
      label: { en: 'Completed at', fr: 'Terminée le', ru: 'Завершена', he: 'הושלמה ב־' },
      aliases: ['completed_at', 'completed on', 'done at', 'faite le', 'date de réalisation'],
    },
    lead: {
      kind: 'link',
      to: 'lead',
      label: { en: 'Lead', fr: 'Prospect', ru: 'Лид', he: 'ליד' },
      indexed: true,
      aliases: ['lead_id', 'lead name'],
    },
    contact: {
      kind: 'link',
      to: 'contact',
      label: { en: 'Contact', fr: 'Contact', ru: 'Контакт', he: 'איש קשר' },
      indexed: true,
      aliases: ['contact_id', 'contact name'],
    },
    opportunity: {
      kind: 'link',
      to: 'opportunity',
      label: { en: 'Opportunity', fr: 'Opportunité', ru: 'Возможность', he: 'הזדמנות' },
      indexed: true,
      aliases: ['opportunity_id', 'opportunity name', 'related deal', 'affaire'],
    },
    assignee: {
      kind: 'link',
      to: 'user',
      label: { en: 'Assignee', fr: 'Assignée à', ru: 'Исполнитель', he: 'מוקצית ל־' },
      dimension: true,
      indexed: true,
      aliases: ['assigned_to', 'assigned to', 'owner', 'attribuée à', 'responsable', 'assignees'],
    },
    author: {
      kind: 'link',
      to: 'user',
      label: { en: 'Created by', fr: 'Créée par', ru: 'Создал', he: 'נוצרה בידי' },
      aliases: ['created_by', 'creator', 'auteur', 'author'],
    },
  },
  parts: { owner: 'assignee', expected: 'dueOn' },
  about: ['opportunity', 'contact', 'lead'],
  actions: {
    complete: {
      label: { en: 'Complete', fr: 'Terminer', ru: 'Выполнить', he: 'סיום' },
      when: "status in ('pending', 'inProgress')",
      set: { status: 'completed', completedAt: 'now' },
    },
    reopen: {
      label: { en: 'Reopen', fr: 'Rouvrir', ru: 'Вернуть в работу', he: 'פתיחה מחדש' },
      when: "status in ('completed', 'cancelled')",
      set: { status: 'pending', completedAt: null },
    },
    cancel: {
      label: { en: 'Cancel', fr: 'Annuler', ru: 'Отменить', he: 'ביטול' },
      when: "status in ('pending', 'inProgress')",
      set: { status: 'cancelled' },
    },
  },
  metrics: {
    'task.open': {
      label: { en: 'Tasks to do', fr: 'Tâches à faire', ru: 'Задачи к выполнению', he: 'משימות לביצוע' },
      formula: 'count()',
      where: "status in ('pending', 'inProgress')",
      by: 'assignee',
      unit: 'count',
    },
    'task.overdue': {
      label: { en: 'Overdue tasks', fr: 'Tâches en retard', ru: 'Просроченные задачи', he: 'משימות באיחור' },
      formula: 'count()',
      where: 'overdue',
      by: 'assignee',
      unit: 'count',
    },
    'task.completion': {
      label: { en: 'Completion', fr: 'Taux d’achèvement', ru: 'Доля выполненных', he: 'שיעור השלמה' },
      formula: 'count(done) / count()',
      where: "status != 'cancelled'",
      by: 'assignee',
      unit: 'ratio',
      note: {
        en: 'Completed ÷ all tasks but the cancelled ones.',
        fr: 'Terminées ÷ toutes les tâches sauf les annulées.',
        ru: 'Выполненные ÷ все задачи, кроме отменённых.',
        he: 'משימות שהושלמו ÷ כל המשימות חוץ מאלה שבוטלו.',
      },
    },
  },
  gates: {
    overdue: {
      severity: 'warning',
      fails: 'overdue',
      message: {
        en: 'The due date has passed.',
        fr: 'L’échéance est dépassée.',
        ru: 'Срок прошёл.',
        he: 'המועד עבר.',
      },
    },
    unassigned: {
      severity: 'warning',
      fails: "status in ('pending', 'inProgress') and assignee is empty",
      message: {
        en: 'Nobody is to do it.',
        fr: 'Personne n’en est chargé.',
        ru: 'Исполнитель не назначен.',
        he: 'לא נקבע מי יבצע.',
      },
    },
  },
  views: {
    table: ['title', 'kind', 'priority', 'status', 'dueOn', 'overdue', 'assignee'],
    board: { by: 'status', card: ['title', 'priority', 'dueOn', 'assignee'] },
    form: [
      'title',
      ['kind', 'priority'],
      ['status', 'dueOn'],
      ['lead', 'contact', 'opportunity'],
      ['assignee', 'author'],
      'completedAt',
      'description',
    ],
    filters: ['status', 'kind', 'priority', 'assignee', 'dueOn'],
  },
});
